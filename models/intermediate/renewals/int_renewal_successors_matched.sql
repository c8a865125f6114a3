-- A successor renews the terms whose due date is the nearest to its start, and is shared by them in proportion to their
-- values; a term may have several. The first pass finds the contracts that were replaced: their later terms, in which
-- they would have renewed themselves, never began and take no part in the second.
with pairs as (
  select
    listed.*,
    terms.source as term_source,
    terms.term_id,
    terms.term_number,
    terms.value_a_year as term_value
  from {{ ref('int_renewal_successors_listed') }} as listed
  inner join {{ ref('int_renewal_terms_gathered') }} as terms on listed.renewal_key = terms.renewal_key
),

first_pass as (
  select *
  from pairs
  qualify days_apart = min(days_apart) over (partition by basis, successor_source, successor_id, successor_customer_key)
),

replaced as (
  select basis, term_source, term_id, min(term_number) as last_term_number
  from first_pass
  where basis = 'contract'
  group by basis, term_source, term_id
),

second_pass as (
  select pairs.*
  from pairs
  left join replaced
    on
      pairs.basis = replaced.basis
      and pairs.term_source = replaced.term_source
      and pairs.term_id = replaced.term_id
  where pairs.term_number <= coalesce(replaced.last_term_number, pairs.term_number)
  qualify
    pairs.days_apart
    = min(pairs.days_apart) over (
      partition by pairs.basis, pairs.successor_source, pairs.successor_id, pairs.successor_customer_key
    )
),

-- By value where every term has one, else in equal parts.
shared as (
  select
    *,
    case
      when sum(term_value) over successor > 0 and count(*) over successor = count(term_value) over successor
        then cast(term_value as double) / cast(sum(term_value) over successor as double)
      else cast(1 as double) / count(*) over successor
    end as share
  from second_pass
  window successor as (partition by basis, successor_source, successor_id, successor_customer_key)
)

select
  renewal_key,
  min(starts_on) as succeeded_on,
  count(*) as successors,
  min(successor_id) as successor_id,
  min(case when has_value then 1 else 0 end) = 1 as has_value,
  cast(sum({{ half_up('cast(value_a_year as double) * share') }}) as decimal(18, 4)) as value_a_year,
  max(case when has_value and value_a_year is null then currency end) as unpriced_currency
from shared
group by renewal_key

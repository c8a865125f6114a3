-- What renews a term that names nothing itself: another contract (or subscription) of the customer that begins within
-- the grace days of the day after its end. The nearest of both sides are taken for each other; a successor of one term
-- is that of no other, so two that end and one that begins are one renewal.
with terms as (
  select *, {{ days_later('due_on', '1') }} as end_on
  from {{ ref('int_renewal_terms_gathered') }}
  where renewed_by is null or renewed_on > {{ days_later('due_on', '1 + ' ~ var('renewal_grace_days')) }}
),

linked as (
  select source, renewed_by_contract_id as contract_id
  from {{ ref('int_contracts_valued') }}
  where renewed_by_contract_id is not null
),

begun as (
  select
    customer_key,
    source,
    subscription_id,
    min(starts_on) as starts_on
  from {{ ref('int_subscription_periods_priced') }}
  where is_recurring and starts_on < ends_on
  group by customer_key, source, subscription_id
),

successors as (
  select
    'contract' as basis,
    contracts.source,
    contracts.contract_id as successor_id,
    contracts.customer_key,
    contracts.starts_on,
    contracts.value_a_year
  from {{ ref('int_contracts_valued') }} as contracts
  left join linked on contracts.source = linked.source and contracts.contract_id = linked.contract_id
  where linked.contract_id is null
  union all
  select
    'billing' as basis,
    begun.source,
    begun.subscription_id as successor_id,
    begun.customer_key,
    begun.starts_on,
    cast(12 * sum(periods.mrr) as decimal(18, 4)) as value_a_year
  from begun
  inner join {{ ref('int_subscription_periods_priced') }} as periods
    on
      begun.source = periods.source
      and begun.subscription_id = periods.subscription_id
      and begun.customer_key = periods.customer_key
      and periods.is_recurring
      and periods.starts_on <= begun.starts_on
      and periods.ends_on > begun.starts_on
  group by begun.source, begun.subscription_id, begun.customer_key, begun.starts_on
),

pairs as (
  select
    terms.basis,
    terms.source,
    terms.term_id,
    terms.term_number,
    terms.customer_key,
    terms.value_a_year,
    successors.source as successor_source,
    successors.successor_id,
    successors.starts_on as renewed_on,
    successors.value_a_year as renewed_value_a_year,
    abs({{ days_between('terms.end_on', 'successors.starts_on') }}) as distance
  from terms
  inner join successors
    on
      terms.basis = successors.basis
      and terms.customer_key = successors.customer_key
      and successors.starts_on > terms.starts_on
      and successors.starts_on >= {{ days_later('terms.end_on', '-' ~ var('renewal_grace_days')) }}
      and successors.starts_on <= {{ days_later('terms.end_on', var('renewal_grace_days')) }}
      and not (terms.source = successors.source and terms.term_id = successors.successor_id)
  where terms.customer_key != {{ unknown_key() }}
),

ranked as (
  select
    *,
    row_number() over (
      partition by basis, source, term_id, term_number, customer_key
      order by
        distance asc nulls last, renewed_value_a_year desc nulls last, successor_source asc nulls last,
        successor_id asc nulls last
    ) as successor_rank,
    row_number() over (
      partition by basis, successor_source, successor_id, customer_key
      order by
        distance asc nulls last, term_number asc nulls last, value_a_year desc nulls last, source asc nulls last,
        term_id asc nulls last
    ) as term_rank
  from pairs
)

select
  basis,
  source,
  term_id,
  term_number,
  customer_key,
  successor_source,
  successor_id,
  renewed_on,
  renewed_value_a_year
from ranked
where successor_rank = term_rank
qualify row_number() over (
  partition by basis, source, term_id, term_number, customer_key order by successor_rank
) = 1

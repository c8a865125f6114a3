-- A contract that renews itself comes due term after term, until it is terminated or the contract that it names takes
-- its place; a term is there once it has begun. A won renewal belongs to the term of its contract, or else of its
-- account, whose due date is the nearest, and counts until the grace days are over. It renews no term that had not
-- begun, and none that it does not name while the start is as near as the due date: it founded that one. A year of 52
-- weeks is followed by the next 52 weeks, and not by its eleven whole months.
with numbered as (
  select {{ each_number('0', '199') }} as term_number
),

terms as (
  select
    contracts.*,
    numbered.term_number,
    case
      when numbered.term_number = 0 then contracts.starts_on
      else {{ terms_later('contracts', 'numbered.term_number - 1') }}
    end as term_starts_on,
    {{ terms_later('contracts', 'numbered.term_number') }} as term_due_on,
    successors.contract_id as linked_contract_id,
    successors.starts_on as linked_on
  from {{ ref('int_contracts_valued') }} as contracts
  inner join numbered on numbered.term_number = 0 or contracts.auto_renews
  left join {{ ref('int_contracts_valued') }} as successors
    on
      contracts.source = successors.source
      and contracts.renewed_by_contract_id = successors.contract_id
      and contracts.starts_on < successors.starts_on
  where contracts.is_long_enough
),

begun as (
  select
    terms.*,
    {{ days_later('terms.term_due_on', var('renewal_grace_days')) }} as grace_ends_on
  from terms
  cross join {{ ref('stg_clock') }} as clock
  where
    terms.term_number = 0
    or (
      terms.term_starts_on <= {{ reporting_date('clock.as_of') }}
      and coalesce(terms.terminated_on > terms.term_starts_on, true)
      and coalesce(terms.linked_on > {{ days_later('terms.term_starts_on', var('renewal_grace_days')) }}, true)
    )
),

nearest as (
  select
    begun.source,
    begun.contract_id,
    begun.term_number,
    begun.term_months,
    begun.grace_ends_on,
    won.won_on,
    won.amount,
    won.currency,
    won.rate
  from {{ ref('int_renewal_wins_resolved') }} as won
  inner join begun
    on
      won.customer_key = begun.customer_key
      and won.won_on > begun.term_starts_on
      and case
        when won.contract_id is not null then won.source = begun.source and won.contract_id = begun.contract_id
        else
          {{ days_between('begun.term_starts_on', 'won.won_on') }}
          > {{ days_between('won.won_on', 'begun.term_due_on') }}
      end
  qualify row_number() over (
    partition by won.source, won.opportunity_id
    order by
      abs({{ days_between('begun.term_due_on', 'won.won_on') }}) asc nulls last, begun.term_due_on asc nulls last,
      begun.starts_on desc nulls last, begun.source asc nulls last, begun.contract_id asc nulls last
  ) = 1
),

wins as (
  select
    source,
    contract_id,
    term_number,
    min(won_on) as won_on,
    cast(sum({{ half_up('cast(amount as double) * 12 / term_months * rate') }}) as decimal(18, 4)) as value_a_year,
    max(case when amount is not null and rate is null then currency end) as unpriced_currency
  from nearest
  where won_on <= grace_ends_on
  group by source, contract_id, term_number
)

select
  begun.source,
  begun.contract_id,
  begun.term_number,
  begun.customer_key,
  begun.term_starts_on,
  begun.term_due_on,
  begun.auto_renews,
  begun.terminated_on,
  begun.has_value,
  begun.currency,
  begun.value_a_year,
  case when begun.linked_on <= begun.grace_ends_on then begun.linked_contract_id end as linked_contract_id,
  wins.won_on,
  wins.value_a_year as won_value_a_year,
  wins.unpriced_currency as won_unpriced_currency
from begun
left join wins
  on begun.source = wins.source and begun.contract_id = wins.contract_id and begun.term_number = wins.term_number

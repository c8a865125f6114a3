-- A contract that renews itself comes due again and again: term after term, until it is terminated or one that says
-- so takes its place. Terms that have not begun by as_of are not there yet.
with contracts as (
  select * from {{ ref('int_contracts_valued') }} where is_long_enough
),

-- The explicit end: the contract that renews it, else the day on which a renewal was won.
won as (
  select
    source,
    contract_id,
    min(closed_on) as closed_on,
    cast(sum(amount) as decimal(18, 4)) as amount,
    min(currency) as currency
  from {{ ref('stg_crm__opportunities') }}
  where kind = 'renewal' and is_won and contract_id is not null and closed_on is not null
  group by source, contract_id
),

ended as (
  select
    contracts.*,
    successors.contract_id as linked_contract_id,
    successors.starts_on as linked_starts_on,
    successors.value_a_year as linked_value_a_year,
    won.closed_on as won_on,
    {{ half_up('12 * cast(won.amount as double) / contracts.term_months * cast(rates.rate as double)') }} as won_value_a_year
  from contracts
  left join {{ ref('int_contracts_valued') }} as successors
    on
      contracts.source = successors.source
      and contracts.renewed_by_contract_id = successors.contract_id
      and contracts.contract_id != successors.contract_id
  left join won on contracts.source = won.source and contracts.contract_id = won.contract_id
  left join {{ ref('int_constant_rates_chosen') }} as rates
    on coalesce(won.currency, contracts.currency) = rates.currency
),

numbered as (
  select {{ each_number('0', '99') }} as term_number
),

terms as (
  select
    ended.*,
    numbered.term_number,
    {{ months_later('ended.starts_on', 'ended.term_months * numbered.term_number') }} as term_starts_on,
    case
      when numbered.term_number = 0 then ended.ends_on
      else
        cast(
          {{ months_later('ended.starts_on', 'ended.term_months * (numbered.term_number + 1)') }} - interval '1' day
          as date
        )
    end as due_on
  from ended
  inner join numbered on numbered.term_number = 0 or ended.auto_renews
)

select
  terms.source,
  terms.contract_id,
  terms.term_number,
  terms.customer_key,
  terms.term_starts_on as starts_on,
  terms.due_on,
  terms.currency,
  terms.has_value,
  terms.value_a_year,
  terms.auto_renews,
  terms.terminated_on,
  terms.linked_contract_id,
  terms.linked_starts_on,
  terms.linked_value_a_year,
  terms.won_on,
  terms.won_value_a_year
from terms
cross join {{ ref('stg_clock') }} as clock
where
  terms.term_number = 0
  or (
    terms.term_starts_on <= {{ reporting_date('clock.as_of') }}
    and coalesce(terms.terminated_on > terms.term_starts_on, true)
    and coalesce(
      coalesce(terms.linked_starts_on, terms.won_on)
      > {{ days_later('terms.term_starts_on', var('renewal_grace_days')) }},
      true
    )
  )

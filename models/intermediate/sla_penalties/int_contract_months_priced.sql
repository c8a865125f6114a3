-- Contracts with penalties, in each month in which they are in force. The fee is the one that the contract states for
-- service credits; else its value by the months of its term, in whole months or, where they are none, of 30.4375 days.
-- Its account is that of its own source, or else the one that another system means by the name.
with contracts as (
  select
    contracts.*,
    coalesce(resolved.customer_key, named.customer_key) as customer_key,
    case
      when contracts.terminated_on <= contracts.ends_on then contracts.terminated_on
      else {{ days_later('contracts.ends_on', '1') }}
    end as ends_before,
    {{ days_later('contracts.ends_on', '1') }} as term_ends_before
  from {{ ref('stg_crm__contracts') }} as contracts
  left join {{ ref('int_accounts_resolved') }} as resolved
    on contracts.source = resolved.source and contracts.account_id = resolved.account_id
  left join {{ ref('int_account_references_resolved') }} as named
    on contracts.account_id = named.account_reference
  left join {{ ref('int_test_customers_listed') }} as test_customers
    on coalesce(resolved.customer_key, named.customer_key) = test_customers.customer_key
  where
    contracts.penalty_band is not null
    and coalesce(contracts.sla_kind, 'formal') != 'informal'
    and contracts.starts_on <= contracts.ends_on
    and not {{ is_no_contract('contracts.status') }}
    and test_customers.customer_key is null
),

terms as (
  select
    *,
    12 * (extract(year from term_ends_before) - extract(year from starts_on))
    + extract(month from term_ends_before) - extract(month from starts_on) as whole_months,
    {{ days_between('starts_on', 'term_ends_before') }} as term_days
  from contracts
),

bands as (
  select distinct penalty_band from {{ ref('stg_reference__penalty_bands') }}
),

priced as (
  select
    terms.*,
    cast(coalesce(
      terms.monthly_fee,
      cast(terms.value as double) / case
        when {{ months_later('terms.starts_on', 'terms.whole_months') }} = terms.term_ends_before
          then terms.whole_months
        else cast(terms.term_days as double) / 30.4375
      end
    ) as double) * case when terms.currency is null then 1.0 else cast(rates.rate as double) end as fee
  from terms
  left join {{ ref('int_constant_rates_chosen') }} as rates on terms.currency = rates.currency
)

select
  months.period_start as month,
  months.is_partial,
  months.closes_at,
  priced.source,
  priced.contract_id,
  priced.customer_key,
  lower(trim(priced.penalty_band)) as penalty_band,
  greatest(priced.starts_on, months.period_start) as first_on,
  least(priced.ends_before, {{ months_later('months.period_start', '1') }}) as end_on,
  {{ half_up('priced.fee') }} as monthly_fee,
  bands.penalty_band is not null and priced.customer_key is not null as is_credit_known
from priced
left join bands on lower(trim(priced.penalty_band)) = bands.penalty_band
inner join {{ ref('int_periods_listed') }} as months
  on
    months.period_kind = 'month'
    and months.is_last_day
    and priced.starts_on <= months.date_on
    and priced.ends_before > months.period_start

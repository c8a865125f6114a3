-- A contract's value a year, in reporting currency at the constant rate: that of its term brought to twelve months,
-- whole ones or, where it has none, of 30.4375 days. A month that lacks the day of the start ends with its last day.
-- An amount without a currency is in reporting currency. Its account is that of its own source, or else the one that
-- another system means by the name.
with contracts as (
  select
    contracts.*,
    coalesce(resolved.customer_key, named.customer_key) as customer_key,
    {{ days_later('contracts.ends_on', '1') }} as due_on,
    case when contracts.value is not null then contracts.currency end as value_currency
  from {{ ref('stg_crm__contracts') }} as contracts
  left join {{ ref('int_accounts_resolved') }} as resolved
    on contracts.source = resolved.source and contracts.account_id = resolved.account_id
  left join {{ ref('int_account_references_resolved') }} as named
    on contracts.account_id = named.account_reference
  where
    contracts.starts_on <= contracts.ends_on
    and coalesce(contracts.terminated_on > contracts.starts_on, true)
    and not {{ is_no_contract('contracts.status') }}
),

measured as (
  select
    *,
    12 * (extract(year from due_on) - extract(year from starts_on))
    + extract(month from due_on) - extract(month from starts_on) as month_steps
  from contracts
),

whole as (
  select
    *,
    cast(
      case when {{ months_later('starts_on', 'month_steps') }} > due_on then month_steps - 1 else month_steps end
      as bigint
    ) as whole_months
  from measured
),

reached as (
  select
    *,
    {{ months_later('starts_on', 'whole_months') }} as reached_on
  from whole
),

long as (
  select
    *,
    case
      when
        reached_on = due_on
        or ({{ days_later('reached_on', '1') }} = due_on and extract(day from reached_on) < extract(day from starts_on))
        then cast(whole_months as double)
      else cast({{ days_between('starts_on', 'due_on') }} as double) / 30.4375
    end as term_months
  from reached
)

select
  long.source,
  long.contract_id,
  coalesce(long.customer_key, {{ unknown_key() }}) as customer_key,
  long.starts_on,
  long.due_on,
  long.whole_months,
  long.term_months,
  {{ days_between('long.starts_on', 'long.due_on') }} as term_days,
  {{ is_renewable_term('long.starts_on', 'long.due_on') }} as is_long_enough,
  long.value is not null as has_value,
  long.value_currency as currency,
  {{ half_up(
    '12 * cast(long.value as double) / cast(long.term_months as double)'
    ~ ' * case when long.value_currency is null then 1.0 else cast(rates.rate as double) end'
  ) }} as value_a_year,
  coalesce(long.auto_renews, false) as auto_renews,
  long.terminated_on,
  case
    when long.auto_renews then long.terminated_on
    else least(long.due_on, coalesce(long.terminated_on, long.due_on))
  end as served_to,
  long.renewed_by_contract_id
from long
left join {{ ref('int_test_customers_listed') }} as test_customers
  on long.customer_key = test_customers.customer_key
left join {{ ref('int_constant_rates_chosen') }} as rates on long.value_currency = rates.currency
where test_customers.customer_key is null

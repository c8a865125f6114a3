-- A contract's value a year in reporting currency at the constant rate: of its term's value, else of its monthly fee.
-- Its account is that of its own source, or else the one that another system means by the name.
with contracts as (
  select
    contracts.*,
    coalesce(resolved.customer_key, named.customer_key) as customer_key,
    cast(contracts.ends_on + interval '1' day as date) as end_on
  from {{ ref('stg_crm__contracts') }} as contracts
  left join {{ ref('int_accounts_resolved') }} as resolved
    on contracts.source = resolved.source and contracts.account_id = resolved.account_id
  left join {{ ref('int_account_references_resolved') }} as named
    on contracts.account_id = named.account_reference
),

measured as (
  select
    *,
    12 * (extract(year from end_on) - extract(year from starts_on))
    + extract(month from end_on) - extract(month from starts_on) as term_months
  from contracts
  where starts_on <= ends_on
)

select
  measured.source,
  measured.contract_id,
  coalesce(measured.customer_key, {{ unknown_key() }}) as customer_key,
  measured.starts_on,
  measured.ends_on,
  cast(greatest(measured.term_months, 1) as bigint) as term_months,
  {{ months_later('measured.starts_on', var('renewal_min_months')) }} <= measured.end_on as is_long_enough,
  measured.currency,
  coalesce(measured.value, measured.monthly_fee) is not null as has_value,
  {{ half_up(
    'cast(coalesce(12 * measured.value / greatest(measured.term_months, 1), 12 * measured.monthly_fee) as double)'
    ~ ' * cast(rates.rate as double)'
  ) }} as value_a_year,
  coalesce(measured.auto_renews, false) as auto_renews,
  measured.terminated_on,
  measured.renewed_by_contract_id
from measured
left join {{ ref('int_test_customers_listed') }} as test_customers
  on measured.customer_key = test_customers.customer_key
left join {{ ref('int_constant_rates_chosen') }} as rates on measured.currency = rates.currency
where test_customers.customer_key is null

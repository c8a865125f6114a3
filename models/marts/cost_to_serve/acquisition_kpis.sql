{{ config(schema='kpis') }}

-- Sales and marketing over those who paid for the first time: a month closed with their revenue, be it new or a
-- reactivation, or they ordered. Of the time before the ledger nobody knows the cost.
with acquisition_costs as (
  select month, reporting_amount as cost, 0 as new_customers
  from {{ ref('fct_service_costs') }}
  where not is_service_cost
),

ledger as (
  select min(month) as first_month from {{ ref('fct_service_costs') }}
),

first_payments as (
  select customer_key, month from {{ ref('fct_mrr_movements') }} where closing_mrr > 0
  union all
  select customer_key, cast(date_trunc('month', ordered_on) as date) as month
  from {{ ref('fct_orders') }}
  where not is_canceled and not is_test and customer_key != {{ unknown_key() }}
),

customers_won as (
  select customer_key, min(month) as month
  from first_payments
  group by customer_key
),

acquired as (
  select * from acquisition_costs
  union all
  select customers_won.month, 0 as cost, 1 as new_customers
  from customers_won
  inner join ledger on customers_won.month >= ledger.first_month
),

acquisition as (
{{ additive_kpi(
  'acquisition_cost', 'per_customer', 'acquired', 'month', 'cost', [], denominator='new_customers',
  period_kinds=['month', 'quarter', 'year']
) }}
),

periods_with_costs as (
  select distinct periods.period_kind, periods.period_start
  from acquisition_costs
  inner join {{ ref('int_periods_listed') }} as periods on acquisition_costs.month = periods.date_on
)

select acquisition.*
from acquisition
inner join periods_with_costs
  on
    acquisition.period_kind = periods_with_costs.period_kind
    and acquisition.period_start = periods_with_costs.period_start

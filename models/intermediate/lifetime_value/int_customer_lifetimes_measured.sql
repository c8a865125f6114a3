{{ config(tags=['enrichment_input']) }}

-- From the first month that closed with MRR to the first that did not. Complete months alone: the running one may
-- still bring back who seems to be gone.
with clock as (
  select max(period_start) as last_month
  from {{ ref('int_periods_listed') }}
  where period_kind = 'month' and not is_partial
),

months as (
  select
    paid.*,
    clock.last_month,
    paid.month = clock.last_month as is_last_month,
    {{ months_later('paid.month', '1') }} as next_month
  from {{ ref('int_customer_margins_by_month') }} as paid
  cross join clock
),

customers as (
  select
    customer_key,
    last_month as observed_through_on,
    min(month) as started_on,
    min(case when next_month <= last_month and not is_followed then next_month end) as churned_on,
    max(case when month <= last_month and not is_preceded then month end) as last_started_on,
    coalesce(sum(case when is_complete then 1 end), 0) as paid_months,
    sum(case when age_months = 0 then mrr end) as starting_mrr,
    sum(case when is_last_month then mrr end) as mrr,
    sum(case when is_last_month then margin_amount end) as margin_amount,
    sum(case when is_complete then mrr end) as total_mrr,
    sum(case when is_complete then margin_amount end) as total_margin_amount,
    sum(
      case when is_complete then {{ half_up('cast(margin_amount as double) * ' ~ discount_factor('age_months')) }} end
    ) as discounted_margin_amount
  from months
  group by customer_key, last_month
)

select
  customers.customer_key,
  coalesce(listed.customer_id, 'unknown') as customer_id,
  coalesce(versions.segment, 'unknown') as segment,
  customers.started_on,
  customers.churned_on,
  customers.observed_through_on,
  greatest({{ months_between(
    'customers.started_on', 'coalesce(customers.churned_on, customers.observed_through_on, customers.started_on)'
  ) }}, 0) as lifetime_months,
  customers.churned_on is not null as is_churned,
  customers.mrr is not null as is_paying,
  case
    when customers.mrr is not null
      then {{ months_between('customers.last_started_on', 'customers.observed_through_on') }}
  end as age_months,
  cast(customers.paid_months as bigint) as paid_months,
  cast(customers.starting_mrr as decimal(18, 4)) as starting_mrr,
  cast(customers.mrr as decimal(18, 4)) as mrr,
  cast(customers.margin_amount as decimal(18, 4)) as margin_amount,
  cast(customers.total_mrr as decimal(18, 4)) as total_mrr,
  cast(customers.total_margin_amount as decimal(18, 4)) as total_margin_amount,
  cast(customers.discounted_margin_amount as decimal(18, 4)) as discounted_margin_amount
from customers
left join {{ ref('int_customers_listed') }} as listed on customers.customer_key = listed.customer_key
left join {{ ref('int_customer_versions_dated') }} as versions
  on
    customers.customer_key = versions.customer_key
    and cast(customers.started_on as timestamp) >= {{ reporting_time('versions.valid_from') }}
    and cast(customers.started_on as timestamp) < {{ reporting_time('versions.valid_to') }}

with months as (
  select distinct period_start as month
  from {{ ref('int_periods_listed') }}
  where period_kind = 'month'
),

closings as (
  select
    customer_key,
    month,
    sum(mrr) as mrr
  from {{ ref('int_mrr_by_month') }}
  group by customer_key, month
),

customers as (
  select
    closings.customer_key,
    min(closings.month) as first_month,
    min(first_days.first_on) as first_on
  from closings
  left join {{ ref('int_first_mrr_days_found') }} as first_days on closings.customer_key = first_days.customer_key
  group by closings.customer_key
),

grid as (
  select
    customers.customer_key,
    customers.first_on,
    months.month,
    coalesce(closings.mrr, 0) as closing_mrr
  from customers
  inner join months on customers.first_month <= months.month
  left join closings on customers.customer_key = closings.customer_key and months.month = closings.month
),

compared as (
  select
    *,
    coalesce(lag(closing_mrr) over (partition by customer_key order by month), 0) as opening_mrr
  from grid
)

select
  {{ surrogate_key(["'mrr'", 'compared.customer_key', 'compared.month']) }} as mrr_movement_key,
  compared.month,
  compared.customer_key,
  coalesce(customers.customer_id, 'unknown') as customer_id,
  coalesce(versions.segment, 'unknown') as segment,
  cast(opening_mrr as decimal(18, 4)) as opening_mrr,
  cast(case when opening_mrr = 0 and first_on >= month then closing_mrr else 0 end as decimal(18, 4)) as new_mrr,
  cast(case when opening_mrr = 0 and first_on < month then closing_mrr else 0 end as decimal(18, 4)) as reactivation_mrr,
  cast(case when opening_mrr > 0 then greatest(closing_mrr - opening_mrr, 0) else 0 end as decimal(18, 4)) as expansion_mrr,
  cast(case when closing_mrr > 0 then greatest(opening_mrr - closing_mrr, 0) else 0 end as decimal(18, 4)) as contraction_mrr,
  cast(case when closing_mrr = 0 then opening_mrr else 0 end as decimal(18, 4)) as churn_mrr,
  cast(closing_mrr as decimal(18, 4)) as closing_mrr
from compared
left join {{ ref('int_customers_listed') }} as customers on compared.customer_key = customers.customer_key
left join {{ ref('int_customer_versions_dated') }} as versions
  on
    compared.customer_key = versions.customer_key
    and cast(compared.month as timestamp) >= versions.valid_from
    and cast(compared.month as timestamp) < versions.valid_to

with months as (
  select distinct period_start as month
  from {{ ref('int_periods_listed') }}
  where period_kind = 'month'
),

plans as (
  select
    customer_key,
    month,
    plan,
    sum(mrr) as mrr,
    row_number() over (
      partition by customer_key, month order by sum(mrr) desc nulls last, plan asc nulls last
    ) as preference
  from {{ ref('int_mrr_by_month') }}
  group by customer_key, month, plan
),

closings as (
  select
    customer_key,
    month,
    sum(mrr) as mrr,
    max(case when preference = 1 then plan end) as plan
  from plans
  group by customer_key, month
),

customers as (
  select
    closings.customer_key,
    min(closings.month) as first_month,
    min(spans.starts_on) as first_on
  from closings
  left join {{ ref('int_paying_customers_spanned') }} as spans on closings.customer_key = spans.customer_key
  group by closings.customer_key
),

grid as (
  select
    customers.customer_key,
    customers.first_on,
    months.month,
    closings.plan as closing_plan,
    coalesce(closings.mrr, 0) as closing_mrr
  from customers
  inner join months on customers.first_month <= months.month
  left join closings on customers.customer_key = closings.customer_key and months.month = closings.month
),

compared as (
  select
    *,
    coalesce(closing_plan, lag(closing_plan) over (partition by customer_key order by month)) as plan,
    coalesce(lag(closing_mrr) over (partition by customer_key order by month), 0) as opening_mrr
  from grid
),

moved as (
  select
    customer_key,
    month,
    plan,
    opening_mrr,
    case when opening_mrr = 0 and first_on >= month then closing_mrr else 0 end as new_mrr,
    case when opening_mrr = 0 and first_on < month then closing_mrr else 0 end as reactivation_mrr,
    case when opening_mrr > 0 then greatest(closing_mrr - opening_mrr, 0) else 0 end as expansion_mrr,
    case when closing_mrr > 0 then greatest(opening_mrr - closing_mrr, 0) else 0 end as contraction_mrr,
    case when closing_mrr = 0 then opening_mrr else 0 end as churn_mrr,
    closing_mrr
  from compared
)

select
  {{ surrogate_key(["'mrr'", 'moved.customer_key', 'moved.month']) }} as mrr_movement_key,
  moved.month,
  moved.customer_key,
  coalesce(customers.customer_id, 'unknown') as customer_id,
  coalesce(versions.segment, 'unknown') as segment,
  moved.plan,
  kinds.churn_kind,
  cast(moved.opening_mrr as decimal(18, 4)) as opening_mrr,
  cast(moved.new_mrr as decimal(18, 4)) as new_mrr,
  cast(moved.reactivation_mrr as decimal(18, 4)) as reactivation_mrr,
  cast(moved.expansion_mrr as decimal(18, 4)) as expansion_mrr,
  cast(moved.contraction_mrr as decimal(18, 4)) as contraction_mrr,
  cast(moved.churn_mrr as decimal(18, 4)) as churn_mrr,
  cast(moved.closing_mrr as decimal(18, 4)) as closing_mrr
from moved
left join {{ ref('int_churn_kinds_judged') }} as kinds
  on moved.customer_key = kinds.customer_key and moved.month = kinds.month
left join {{ ref('int_customers_listed') }} as customers on moved.customer_key = customers.customer_key
left join {{ ref('int_customer_versions_dated') }} as versions
  on
    moved.customer_key = versions.customer_key
    and cast(moved.month as timestamp) >= {{ reporting_time('versions.valid_from') }}
    and cast(moved.month as timestamp) < {{ reporting_time('versions.valid_to') }}

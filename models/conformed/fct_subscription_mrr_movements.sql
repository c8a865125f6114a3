with months as (
  select max(period_start) as last_month
  from {{ ref('int_periods_listed') }}
  where period_kind = 'month'
),

plans as (
  select
    *,
    row_number() over (
      partition by month, customer_key, source, subscription_id, product_id
      order by mrr desc nulls last, plan asc nulls last
    ) as preference
  from {{ ref('int_mrr_by_month') }}
),

-- A month for nothing is none of the line.
closings as (
  select
    month,
    customer_key,
    source,
    subscription_id,
    product_id,
    max(case when preference = 1 then plan end) as plan,
    sum(mrr) as mrr
  from plans
  group by month, customer_key, source, subscription_id, product_id
  having sum(mrr) != 0
),

-- What a month closes with, the next one opens with.
ends as (
  select *, cast(0 as decimal(18, 4)) as opening_mrr, mrr as closing_mrr, plan as closing_plan
  from closings
  union all
  select
    {{ months_later('closings.month', '1') }} as month,
    closings.customer_key,
    closings.source,
    closings.subscription_id,
    closings.product_id,
    closings.plan,
    closings.mrr,
    closings.mrr as opening_mrr,
    cast(0 as decimal(18, 4)) as closing_mrr,
    cast(null as string) as closing_plan
  from closings
  inner join months on closings.month < months.last_month
),

lines as (
  select
    month,
    customer_key,
    source,
    subscription_id,
    product_id,
    coalesce(max(closing_plan), max(plan)) as plan,
    sum(opening_mrr) as opening_mrr,
    sum(closing_mrr) as closing_mrr,
    sum(closing_mrr) - sum(opening_mrr) as change,
    min(case when sum(closing_mrr) > 0 then month end)
      over (partition by customer_key, source, subscription_id, product_id)
      as first_month
  from ends
  group by month, customer_key, source, subscription_id, product_id
),

-- A credit is below zero: it contracts when it begins and expands when it ends.
moved as (
  select
    *,
    opening_mrr = 0 and closing_mrr > 0 as has_started,
    opening_mrr > 0 and closing_mrr = 0 as has_ended
  from lines
)

select
  {{ surrogate_key([
    "'subscription_mrr'", 'source', 'subscription_id', 'product_id', 'customer_key', 'month'
  ]) }} as subscription_mrr_movement_key,
  month,
  customer_key,
  source,
  subscription_id,
  case
    when product_id = 'unknown' then {{ unknown_key() }}
    else {{ surrogate_key(["'product'", 'source', 'product_id']) }}
  end as product_key,
  plan,
  cast(opening_mrr as decimal(18, 4)) as opening_mrr,
  cast(case when has_started and month = first_month then change else 0 end as decimal(18, 4)) as new_mrr,
  cast(case when has_started and month > first_month then change else 0 end as decimal(18, 4)) as reactivation_mrr,
  cast(case when not has_started then greatest(change, 0) else 0 end as decimal(18, 4)) as expansion_mrr,
  cast(case when not has_ended then greatest(-change, 0) else 0 end as decimal(18, 4)) as contraction_mrr,
  cast(case when has_ended then opening_mrr else 0 end as decimal(18, 4)) as churn_mrr,
  cast(closing_mrr as decimal(18, 4)) as closing_mrr
from moved

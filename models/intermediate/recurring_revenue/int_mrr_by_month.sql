-- A month closes with the state of its last day, the running one with that of as_of's. A customer whose credits
-- outweigh its charges on that day has no recurring revenue, rather than a negative one.
with months as (
  select
    period_start as month,
    date_on as closes_on
  from {{ ref('int_periods_listed') }}
  where period_kind = 'month' and is_last_day
),

covering as (
  select
    months.month,
    periods.source,
    periods.subscription_id,
    periods.customer_key,
    periods.product_id,
    periods.plan,
    periods.mrr,
    months.closes_on
  from {{ ref('int_subscription_periods_priced') }} as periods
  inner join months on periods.starts_on <= months.closes_on and periods.ends_on > months.closes_on
  where periods.is_recurring
),

lines as (
  select
    covering.month,
    covering.customer_key,
    covering.source,
    covering.subscription_id,
    coalesce(covering.product_id, 'unknown') as product_id,
    coalesce(covering.plan, 'unknown') as plan,
    sum(covering.mrr) as mrr
  from covering
  left join {{ ref('int_subscription_pauses_spanned') }} as pauses
    on
      covering.source = pauses.source
      and covering.subscription_id = pauses.subscription_id
      and covering.closes_on >= pauses.first_on
      and covering.closes_on < pauses.end_on
  where pauses.subscription_id is null
  group by
    covering.month, covering.customer_key, covering.source, covering.subscription_id,
    covering.product_id, covering.plan
)

select
  month,
  customer_key,
  source,
  subscription_id,
  product_id,
  plan,
  cast(mrr as decimal(18, 4)) as mrr
from lines
qualify sum(mrr) over (partition by month, customer_key) > 0

with subscriptions as (
  select *
  from {{ ref('stg_stripe__subscription_versions') }}
  where recency = 1 and status in ('active', 'past_due', 'trialing') and ended_at is null and not _is_deleted
),

items as (
  {{ records('stripe', 'subscription_item') }}
),

prices as (
  select * from {{ ref('stg_stripe__prices') }}
),

running as (
  select
    subscriptions.subscription_id,
    subscriptions.customer_id,
    subscriptions.status = 'trialing' as is_trial,
    items.id as item_id,
    prices.price_id,
    prices.product_id,
    prices.currency,
    prices.interval_unit,
    prices.interval_count,
    items.quantity,
    {{ reporting_date('coalesce(subscriptions.current_period_start, items.current_period_start)') }} as period_start,
    {{ reporting_date('coalesce(subscriptions.current_period_end, items.current_period_end)') }} as period_end,
    try_cast(cast(prices.unit_minor_amount as decimal(28, 4)) * items.quantity as decimal(18, 4)) as minor_amount,
    prices.minor_digits,
    subscriptions._updated_at,
    subscriptions._arrived_at,
    subscriptions._delivery,
    subscriptions._record
  from subscriptions
  inner join items on subscriptions.subscription_id = items.subscription_id and not items._is_deleted
  inner join prices on coalesce(items.price_id, items.plan_id) = prices.price_id
)

select
  'not_invoiced:' || item_id || ':' || cast(period_start as string) as period_id,
  subscription_id,
  item_id,
  customer_id,
  product_id,
  price_id as plan,
  period_start,
  period_end,
  quantity,
  case
    when is_trial then cast(0 as decimal(18, 4))
    else {{ major_units('minor_amount', 'minor_digits') }}
  end as amount,
  currency,
  interval_unit,
  interval_count,
  is_trial,
  _updated_at,
  _arrived_at,
  _delivery,
  _record
from running
where
  period_start < period_end
  and currency is not null
  and minor_amount is not null
  and not exists (
    select 1
    from {{ ref('stg_stripe__billed_periods') }} as billed
    where
      billed.subscription_id = running.subscription_id
      and billed.is_invoiced
      and billed.period_start >= running.period_start
      and billed.period_start < running.period_end
  )

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

-- What the next invoice will ask for, as far as it is known.
drafts as (
  select subscription_id, item_id, period_start, sum(amount) as amount, sum(discount) as discount
  from {{ ref('stg_stripe__billed_periods') }}
  where is_draft and not is_proration
  group by subscription_id, item_id, period_start
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
    try_cast(
      cast(prices.unit_minor_amount as decimal(18, 4)) * cast(items.quantity as decimal(19, 0)) as decimal(18, 4)
    ) as minor_amount,
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
  'not_invoiced:' || running.item_id || ':' || cast(running.period_start as string) as period_id,
  running.subscription_id,
  running.item_id,
  running.customer_id,
  running.product_id,
  running.price_id as plan,
  running.period_start,
  running.period_end,
  running.quantity,
  case
    when running.is_trial then cast(0 as decimal(18, 4))
    else cast(
      coalesce(drafts.amount, {{ major_units('running.minor_amount', 'running.minor_digits') }}) as decimal(18, 4)
    )
  end as amount,
  cast(coalesce(case when not running.is_trial then drafts.discount end, 0) as decimal(18, 4)) as discount,
  running.currency,
  running.interval_unit,
  running.interval_count,
  running.is_trial,
  running._updated_at,
  running._arrived_at,
  running._delivery,
  running._record
from running
left join drafts
  on
    running.subscription_id = drafts.subscription_id
    and running.item_id = drafts.item_id
    and running.period_start = drafts.period_start
where
  running.period_start < running.period_end
  and running.currency is not null
  and (running.minor_amount is not null or drafts.amount is not null)
  and not exists (
    select 1
    from {{ ref('stg_stripe__billed_periods') }} as billed
    where
      billed.subscription_id = running.subscription_id
      and billed.is_invoiced
      and billed.period_start >= running.period_start
      and billed.period_start < running.period_end
  )

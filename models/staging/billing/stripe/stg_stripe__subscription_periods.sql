with billed as (
  select * from {{ ref('stg_stripe__billed_periods') }} where is_billed
),

full_intervals as (
  select * from {{ ref('stg_stripe__full_intervals') }}
),

not_invoiced as (
  select * from {{ ref('stg_stripe__unbilled_periods') }}
)

select
  billed.period_id, billed.subscription_id, billed.item_id, billed.customer_id, billed.product_id, billed.plan,
  billed.period_start, billed.period_end, billed.quantity, billed.amount, billed.discount, billed.currency,
  billed.interval_unit, billed.interval_count, full_intervals.interval_start, full_intervals.interval_end,
  billed.is_trial, billed.is_proration,
  billed._updated_at, false as _is_deleted, billed._arrived_at, billed._delivery, billed._record
from billed
left join full_intervals on billed.period_id = full_intervals.period_id
union all
select
  period_id, subscription_id, item_id, customer_id, product_id, plan,
  period_start, period_end, quantity, amount, discount, currency,
  interval_unit, interval_count, cast(null as date) as interval_start, cast(null as date) as interval_end,
  is_trial, false as is_proration,
  _updated_at, false as _is_deleted, _arrived_at, _delivery, _record
from not_invoiced

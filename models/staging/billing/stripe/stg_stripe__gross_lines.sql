with lines as (
  {{ records('stripe', 'invoice_line_item') }}
),

identified as (
  select
    *,
    left(id, 4) = 'sub_' or count(*) over (partition by id) > 1 as is_repeated,
    coalesce(price_id, plan_id) as billed_price_id
  from lines
)

select
  case when identified.is_repeated then identified.invoice_id || ':' || identified.id else identified.id end as line_id,
  identified.invoice_id,
  prices.product_id,
  identified.subscription_id,
  identified.subscription_item_id as item_id,
  identified.billed_price_id as price_id,
  identified.type as kind,
  identified.quantity,
  {{ major_units('identified.amount', 'currencies.stripe_minor_digits') }} as amount,
  upper(identified.currency) as currency,
  identified.period_start,
  identified.period_end,
  coalesce(identified.proration, false) as is_proration,
  coalesce(identified.discountable, true) and identified.amount > 0 as is_discountable,
  prices.interval_unit,
  prices.interval_count,
  identified._updated_at,
  identified._is_deleted,
  identified._arrived_at,
  identified._delivery,
  identified._record
from identified
left join {{ ref('stg_stripe__prices') }} as prices on identified.billed_price_id = prices.price_id
left join {{ ref('currencies') }} as currencies on upper(identified.currency) = currencies.currency

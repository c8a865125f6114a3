select
  {{ surrogate_key(["'period'", 'periods.source', 'periods.period_id']) }} as subscription_period_key,
  periods.source,
  periods.period_id,
  periods.subscription_id,
  periods.customer_key,
  case
    when periods.product_id is null then {{ unknown_key() }}
    else {{ surrogate_key(["'product'", 'periods.source', 'periods.product_id']) }}
  end as product_key,
  periods.plan,
  periods.starts_on,
  periods.ends_on,
  periods.quantity,
  periods.currency,
  periods.amount,
  periods.mrr_in_currency as mrr_in_currency_amount,
  periods.mrr as mrr_amount,
  periods.is_proration,
  periods.is_recurring
from {{ ref('int_subscription_periods_priced') }} as periods

with prices as (
  {{ records('stripe', 'price') }}
),

plans as (
  {{ records('stripe', 'plan') }}
),

every_price as (
  select id, product_id, currency, unit_amount, recurring_interval, recurring_interval_count
  from prices
  union all
  select
    id,
    product_id,
    currency,
    coalesce(unit_amount, amount) as unit_amount,
    coalesce(recurring_interval, plan_interval) as recurring_interval,
    coalesce(recurring_interval_count, interval_count) as recurring_interval_count
  from plans
  where id not in (select prices.id from prices)
)

select
  every_price.id as price_id,
  every_price.product_id,
  upper(every_price.currency) as currency,
  every_price.unit_amount as unit_minor_amount,
  currencies.stripe_minor_digits as minor_digits,
  lower(every_price.recurring_interval) as interval_unit,
  case
    when every_price.recurring_interval is not null then coalesce(every_price.recurring_interval_count, 1)
  end as interval_count
from every_price
left join {{ ref('currencies') }} as currencies on upper(every_price.currency) = currencies.currency

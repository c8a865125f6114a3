with returns as (
  select
    *,
    {{ reporting_date('returned_at') }} as returned_on
  from {{ ref('stg_commerce__order_returns') }}
),

returned as (
  select
    returns.source,
    returns.order_id,
    min(returns.returned_on) as first_returned_on,
    cast(
      sum({{ half_up('cast(returns.amount as double) * cast(rates.rate as double)') }}) as decimal(18, 4)
    ) as returned_amount
  from returns
  left join {{ ref('int_exchange_rates_spanned') }} as rates
    on
      returns.currency = rates.currency
      and returns.returned_on >= rates.valid_from
      and returns.returned_on < rates.valid_to
  group by returns.source, returns.order_id
)

select
  {{ surrogate_key(["'order'", 'orders.source', 'orders.order_id']) }} as order_key,
  orders.source,
  orders.order_id,
  orders.customer_key,
  coalesce(versions.segment, 'unknown') as segment,
  case
    when orders.product_id is null then {{ unknown_key() }}
    else {{ surrogate_key(["'product'", 'orders.source', 'orders.product_id']) }}
  end as product_key,
  orders.channel,
  orders.ordered_at,
  orders.ordered_on,
  orders.is_canceled,
  orders.is_test,
  returned.first_returned_on,
  orders.currency,
  orders.amount_in_currency as order_amount,
  orders.amount as reporting_amount,
  returned.returned_amount
from {{ ref('int_orders_linked') }} as orders
left join returned on orders.source = returned.source and orders.order_id = returned.order_id
left join {{ ref('int_customer_versions_dated') }} as versions
  on
    orders.customer_key = versions.customer_key
    and orders.ordered_at >= versions.valid_from
    and orders.ordered_at < versions.valid_to

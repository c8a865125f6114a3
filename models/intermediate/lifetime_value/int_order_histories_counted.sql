{{ config(tags=['enrichment_input']) }}

-- What each customer bought outside a contract: purchases are days on which more was bought than was ever brought back.
with returned as (
  select
    returns.source,
    returns.order_id,
    sum({{ half_up('cast(returns.amount as double) * cast(rates.rate as double)') }}) as amount
  from {{ ref('stg_commerce__order_returns') }} as returns
  left join {{ ref('int_constant_rates_chosen') }} as rates on returns.currency = rates.currency
  group by returns.source, returns.order_id
),

orders as (
  select
    orders.customer_key,
    orders.ordered_on,
    {{ half_up('cast(orders.amount_in_currency as double) * cast(rates.rate as double)') }}
    - coalesce(returned.amount, 0) as amount,
    coalesce(cast(products.gross_margin as double), {{ var('gross_margin') }}) as gross_margin
  from {{ ref('int_orders_linked') }} as orders
  left join {{ ref('int_constant_rates_chosen') }} as rates on orders.currency = rates.currency
  left join returned on orders.source = returned.source and orders.order_id = returned.order_id
  left join {{ ref('stg_billing__product_versions') }} as products
    on
      orders.source = products.source
      and orders.product_id = products.product_id
      and orders.ordered_at >= products.valid_from
      and orders.ordered_at < products.valid_to
  where not orders.is_canceled and not orders.is_test and orders.customer_key <> {{ unknown_key() }}
),

purchases as (
  select
    orders.customer_key,
    orders.ordered_on,
    sum(orders.amount) as amount,
    sum({{ half_up('cast(orders.amount as double) * orders.gross_margin') }}) as margin_amount,
    min(orders.ordered_on) over (partition by orders.customer_key) as first_ordered_on
  from orders
  group by orders.customer_key, orders.ordered_on
  having sum(orders.amount) > 0
),

counted as (
  select
    customer_key,
    first_ordered_on,
    max(ordered_on) as last_ordered_on,
    count(*) as purchases,
    sum(amount) as amount,
    sum(margin_amount) as margin_amount,
    sum(case when ordered_on > first_ordered_on then amount end) as repeat_amount
  from purchases
  group by customer_key, first_ordered_on
)

select
  counted.customer_key,
  coalesce(listed.customer_id, 'unknown') as customer_id,
  coalesce(versions.segment, 'unknown') as segment,
  counted.first_ordered_on,
  counted.last_ordered_on,
  counted.purchases,
  cast(counted.amount as decimal(18, 4)) as amount,
  cast(counted.margin_amount as double) / cast(counted.amount as double) as margin_share,
  {{ decimal_quotient('counted.repeat_amount', 'nullif(counted.purchases - 1, 0)') }} as mean_repeat_amount,
  {{ days_between('counted.first_ordered_on', 'counted.last_ordered_on') }} as recency_days,
  {{ days_between('counted.first_ordered_on', reporting_date('clock.as_of')) }} as age_days
from counted
cross join {{ ref('stg_clock') }} as clock
left join {{ ref('int_customers_listed') }} as listed on counted.customer_key = listed.customer_key
left join {{ ref('int_customer_versions_dated') }} as versions
  on
    counted.customer_key = versions.customer_key
    and cast(counted.first_ordered_on as timestamp) >= {{ reporting_time('versions.valid_from') }}
    and cast(counted.first_ordered_on as timestamp) < {{ reporting_time('versions.valid_to') }}

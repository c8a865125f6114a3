-- Days on which more was bought than was brought back: as it is known at as_of, and as it was known at the cutoff
-- of the back-test: 365 days before, or half of the days since the first order where these are fewer than 730.
with orders as (
  select
    orders.source,
    orders.order_id,
    orders.customer_key,
    orders.ordered_on,
    {{ half_up('cast(orders.amount_in_currency as double) * cast(rates.rate as double)') }} as amount,
    coalesce(cast(products.gross_margin as double), {{ var('gross_margin') }}) as gross_margin
  from {{ ref('int_orders_linked') }} as orders
  left join {{ ref('int_constant_rates_chosen') }} as rates on orders.currency = rates.currency
  left join {{ ref('stg_billing__product_versions') }} as products
    on
      orders.source = products.source
      and orders.product_id = products.product_id
      and orders.ordered_at >= products.valid_from
      and orders.ordered_at < products.valid_to
  where not orders.is_canceled and not orders.is_test and orders.customer_key <> {{ unknown_key() }}
),

earliest as (
  select min(ordered_on) as ordered_on from orders
),

clock as (
  select
    {{ reporting_date('clock.as_of') }} as as_of_on,
    cast(
      floor(least(365, 0.5 * {{ days_between('earliest.ordered_on', reporting_date('clock.as_of')) }})) as bigint
    ) as days_kept
  from {{ ref('stg_clock') }} as clock
  cross join earliest
),

knowledge as (
  select false as is_backtest, as_of_on as known_on, cast(0 as bigint) as days_ahead from clock
  union all
  select true as is_backtest, {{ days_later('as_of_on', '-days_kept') }} as known_on, days_kept as days_ahead from clock
  where days_kept > 0
),

returned as (
  select
    knowledge.is_backtest,
    returns.source,
    returns.order_id,
    sum({{ half_up('cast(returns.amount as double) * cast(rates.rate as double)') }}) as amount
  from {{ ref('stg_commerce__order_returns') }} as returns
  inner join knowledge on {{ reporting_date('returns.returned_at') }} <= knowledge.known_on
  left join {{ ref('int_constant_rates_chosen') }} as rates on returns.currency = rates.currency
  group by knowledge.is_backtest, returns.source, returns.order_id
),

netted as (
  select
    knowledge.is_backtest,
    knowledge.known_on,
    knowledge.days_ahead,
    orders.customer_key,
    orders.ordered_on,
    orders.gross_margin,
    orders.amount - coalesce(returned.amount, 0) as amount
  from orders
  inner join knowledge on orders.ordered_on <= knowledge.known_on
  left join returned
    on
      knowledge.is_backtest = returned.is_backtest
      and orders.source = returned.source
      and orders.order_id = returned.order_id
)

select
  is_backtest,
  known_on,
  days_ahead,
  customer_key,
  ordered_on,
  cast(sum(amount) as decimal(18, 4)) as amount,
  cast(sum({{ half_up('cast(amount as double) * gross_margin') }}) as decimal(18, 4)) as margin_amount
from netted
group by is_backtest, known_on, days_ahead, customer_key, ordered_on
having sum(amount) > 0

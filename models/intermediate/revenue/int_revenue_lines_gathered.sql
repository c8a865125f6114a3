-- Service is earned over the days that were paid for, everything else on its day; what is given back is below zero. A
-- service that was ended early is spread as it was billed, so that closed months stay: the rest is earned on that day.
with services as (
  select
    'service' as kind,
    source,
    period_id as line_id,
    customer_key,
    product_id,
    'unknown' as channel,
    starts_on,
    greatest(
      case when ends_on < billed_to then {{ days_later('ends_on', '1') }} else billed_to end,
      {{ days_later('starts_on', '1') }}
    ) as ends_on,
    greatest(billed_to, {{ days_later('starts_on', '1') }}) as spread_to,
    currency,
    amount
  from {{ ref('int_subscription_periods_priced') }}
  where not is_test and not was_never_paid
),

-- A line of an invoice that bills no service period is earned over its own days, or on that of the invoice.
sold as (
  select
    'one_off' as kind, source, line_id, customer_id, product_id,
    starts_on as happened_on, ends_on, currency, amount
  from {{ ref('int_invoice_lines_judged') }}
  where told_by is null
),

linked as (
  select
    sold.*,
    coalesce(customers.customer_key, {{ unknown_key() }}) as customer_key
  from sold
  left join {{ ref('int_parties_linked') }} as customers
    on
      customers.kind = 'billing_customer'
      and sold.source = customers.source
      and sold.customer_id = customers.party_id
  left join {{ ref('int_test_customers_listed') }} as test_customers
    on customers.customer_key = test_customers.customer_key
  where not coalesce(customers.is_test, false) and test_customers.customer_key is null
),

-- What is given back in money, before tax, as it was earned; goodwill and service credits are costs of service.
given_back as (
  select
    kind, source, refund_id as line_id, customer_key, cast(null as string) as product_id,
    refunded_on as happened_on, currency, -untaxed_amount as amount
  from {{ ref('int_refunds_linked') }}
  where kind in ('refund', 'credit_note') and not is_test
),

returned as (
  select
    'return' as kind,
    returns.source,
    returns.return_id as line_id,
    coalesce(orders.customer_key, {{ unknown_key() }}) as customer_key,
    orders.product_id,
    coalesce(orders.channel, 'unknown') as channel,
    {{ reporting_date('returns.returned_at') }} as happened_on,
    returns.currency,
    -returns.amount as amount
  from {{ ref('stg_commerce__order_returns') }} as returns
  left join {{ ref('int_orders_linked') }} as orders
    on returns.source = orders.source and returns.order_id = orders.order_id
  where not coalesce(orders.is_canceled or orders.is_test, false)
)

select * from services
union all
select
  kind, source, line_id, customer_key, product_id, 'unknown' as channel,
  happened_on as starts_on, ends_on, ends_on as spread_to, currency, amount
from linked
union all
select
  kind, source, line_id, customer_key, product_id, 'unknown' as channel, happened_on as starts_on,
  {{ days_later('happened_on', '1') }} as ends_on, {{ days_later('happened_on', '1') }} as spread_to, currency, amount
from given_back
union all
select
  'order' as kind, source, order_id as line_id, customer_key, product_id, channel, ordered_on as starts_on,
  {{ days_later('ordered_on', '1') }} as ends_on, {{ days_later('ordered_on', '1') }} as spread_to,
  currency, amount_in_currency as amount
from {{ ref('int_orders_linked') }}
where not is_canceled and not is_test
union all
select
  kind, source, line_id, customer_key, product_id, channel, happened_on as starts_on,
  {{ days_later('happened_on', '1') }} as ends_on, {{ days_later('happened_on', '1') }} as spread_to, currency, amount
from returned

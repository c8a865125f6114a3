-- A purchase's customer is that of the account it names, else of the contact; money is converted once, at the rate of
-- the day. What comes back counts against the order, on the day on which it came back.
select
  orders.source,
  orders.order_id,
  coalesce(own_links.customer_key, contacts.customer_key, {{ unknown_key() }}) as customer_key,
  orders.product_id,
  coalesce(lower(trim(orders.channel)), 'unknown') as channel,
  orders.ordered_at,
  {{ reporting_date('orders.ordered_at') }} as ordered_on,
  coalesce(orders.is_canceled, false) as is_canceled,
  test_customers.customer_key is not null as is_test,
  orders.currency,
  orders.amount as amount_in_currency,
  {{ half_up('cast(orders.amount as double) * cast(rates.rate as double)') }} as amount
from {{ ref('stg_commerce__orders') }} as orders
left join {{ ref('int_account_references_resolved') }} as own_links
  on orders.account_id = own_links.account_reference
left join {{ ref('int_contact_references_resolved') }} as contacts
  on orders.contact_id = contacts.contact_reference
left join {{ ref('int_test_customers_listed') }} as test_customers
  on coalesce(own_links.customer_key, contacts.customer_key) = test_customers.customer_key
left join {{ ref('int_exchange_rates_spanned') }} as rates
  on
    orders.currency = rates.currency
    and {{ reporting_date('orders.ordered_at') }} >= rates.valid_from
    and {{ reporting_date('orders.ordered_at') }} < rates.valid_to

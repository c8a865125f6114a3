{% set inactivity_days = var('inactivity_days') | int %}
-- Days on which a customer is active: recurring revenue above zero, or an order in the last days. A company that
-- delivers neither is measured by its contacts.
with delivered as (
  select
    (select count(*) from {{ ref('stg_billing__subscription_periods') }})
    + (select count(*) from {{ ref('stg_commerce__orders') }}) as records
),

spans as (
  select customer_key, starts_on, ends_on, 'recurring revenue' as reason
  from {{ ref('int_paying_customers_spanned') }}
  union all
  select
    customer_key,
    ordered_on as starts_on,
    {{ days_later('ordered_on', inactivity_days) }} as ends_on,
    'order' as reason
  from {{ ref('int_orders_linked') }}
  where not is_canceled
  union all
  select
    contacts.customer_key,
    {{ reporting_date('contacts.started_at') }} as starts_on,
    {{ days_later(reporting_date('contacts.started_at'), 365) }} as ends_on,
    'contact' as reason
  from {{ ref('int_contacts_gathered') }} as contacts
  inner join delivered on delivered.records = 0
  where contacts.exclusion_reason is null
)

select distinct
  spans.customer_key,
  spans.starts_on,
  spans.ends_on,
  spans.reason
from spans
left join {{ ref('int_test_customers_listed') }} as test_customers
  on spans.customer_key = test_customers.customer_key
where
  spans.customer_key is not null
  and spans.customer_key != {{ unknown_key() }}
  and test_customers.customer_key is null

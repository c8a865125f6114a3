{% set inactivity_days = var('inactivity_days') | int %}
-- Days on which a customer is active: recurring revenue above zero, or an order in the last days. A company that
-- delivers neither is measured by its contacts.
with recurring as (
  select
    source,
    subscription_id,
    customer_key,
    starts_on,
    ends_on,
    mrr
  from {{ ref('int_subscription_periods_priced') }}
  where is_recurring and starts_on < ends_on
),

paused as (
  select
    recurring.customer_key,
    recurring.mrr,
    greatest(recurring.starts_on, pauses.first_on) as starts_on,
    least(recurring.ends_on, pauses.end_on) as ends_on
  from recurring
  inner join {{ ref('int_subscription_pauses_spanned') }} as pauses
    on
      recurring.source = pauses.source
      and recurring.subscription_id = pauses.subscription_id
      and recurring.starts_on < pauses.end_on
      and recurring.ends_on > pauses.first_on
),

steps as (
  select customer_key, starts_on as stepped_on, mrr as step from recurring
  union all
  select customer_key, ends_on as stepped_on, -mrr as step from recurring
  union all
  select customer_key, starts_on as stepped_on, -mrr as step from paused
  union all
  select customer_key, ends_on as stepped_on, mrr as step from paused
),

levels as (
  select
    customer_key,
    stepped_on as starts_on,
    lead(stepped_on) over (partition by customer_key order by stepped_on) as ends_on,
    sum(sum(step)) over (
      partition by customer_key order by stepped_on rows between unbounded preceding and current row
    ) as mrr
  from steps
  group by customer_key, stepped_on
),

orders as (
  select
    coalesce(own_links.customer_key, contacts.customer_key) as customer_key,
    {{ reporting_date('orders.ordered_at') }} as ordered_on
  from {{ ref('stg_commerce__orders') }} as orders
  left join {{ ref('int_account_references_resolved') }} as own_links
    on orders.account_id = own_links.account_reference
  left join {{ ref('int_contact_references_resolved') }} as contacts
    on orders.contact_id = contacts.contact_reference
  where not coalesce(orders.is_canceled, false)
),

delivered as (
  select
    (select count(*) from {{ ref('stg_billing__subscription_periods') }})
    + (select count(*) from {{ ref('stg_commerce__orders') }}) as records
),

spans as (
  select customer_key, starts_on, ends_on, 'recurring revenue' as reason
  from levels
  where mrr > 0
  union all
  select
    customer_key,
    ordered_on as starts_on,
    {{ days_later('ordered_on', inactivity_days) }} as ends_on,
    'order' as reason
  from orders
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

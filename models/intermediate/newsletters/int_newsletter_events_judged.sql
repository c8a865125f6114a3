-- A contact joins a list by subscribing, or else by the first mail that reached it, and leaves it by the first of
-- unsubscribing, a hard bounce and a complaint. Whoever is on the list cannot join it, whoever is not cannot leave it.
with events as (
  select events.*
  from {{ ref('stg_crm__newsletter_events') }} as events
  left join {{ ref('int_contact_references_resolved') }} as contacts on events.contact_id = contacts.contact_reference
  left join {{ ref('int_test_customers_listed') }} as test_customers
    on contacts.customer_key = test_customers.customer_key
  where test_customers.customer_key is null
),

ranked as (
  select
    *,
    row_number() over (
      partition by source, list_id, contact_id
      order by
        occurred_at asc nulls last,
        case kind when 'subscribed' then 0 when 'delivered' then 1 else 2 end asc nulls last,
        kind asc nulls last, event_id asc nulls last
    ) as place
  from events
),

moves as (
  select
    source,
    event_id,
    list_id,
    contact_id,
    kind,
    place,
    occurred_at,
    kind in ('subscribed', 'delivered') as is_arrival,
    lag(kind in ('subscribed', 'delivered')) over (
      partition by source, list_id, contact_id order by place
    ) as was_on_list
  from ranked
  where kind in ('subscribed', 'unsubscribed', 'hard_bounced', 'complained') or (kind = 'delivered' and place = 1)
),

memberships as (
  select
    *,
    lag(occurred_at) over (partition by source, list_id, contact_id order by place) as joined_at
  from moves
  where (is_arrival and not coalesce(was_on_list, false)) or (not is_arrival and was_on_list)
)

select
  events.source,
  events.event_id,
  events.list_id,
  events.contact_id,
  events.kind,
  events.send_id,
  events.occurred_at,
  cast(date_trunc('month', {{ reporting_time('events.occurred_at') }}) as date) as month,
  coalesce(memberships.is_arrival, false) as is_joining,
  coalesce(not memberships.is_arrival, false) as is_leaving,
  case
    when not memberships.is_arrival
      then cast(date_trunc('month', {{ reporting_time('memberships.joined_at') }}) as date)
  end as joined_month
from events
left join memberships on events.source = memberships.source and events.event_id = memberships.event_id

-- Who was reached counts once for each send, whatever was recorded twice. Who unsubscribes is counted in the send that
-- the event names, else in the last one of the list that reached them before; if none did, in no send.
with deliveries as (
  select source, list_id, send_id, contact_id, min(occurred_at) as delivered_at
  from {{ ref('int_newsletter_events_judged') }}
  where kind = 'delivered' and send_id is not null
  group by source, list_id, send_id, contact_id
),

unsubscribed as (
  select source, list_id, contact_id, send_id, event_id, occurred_at
  from {{ ref('int_newsletter_events_judged') }}
  where kind = 'unsubscribed'
),

counted as (
  select deliveries.source, deliveries.list_id, deliveries.send_id, deliveries.contact_id
  from unsubscribed
  inner join deliveries
    on
      unsubscribed.source = deliveries.source
      and unsubscribed.list_id = deliveries.list_id
      and unsubscribed.contact_id = deliveries.contact_id
      and unsubscribed.occurred_at >= deliveries.delivered_at
  where unsubscribed.send_id is null or unsubscribed.send_id = deliveries.send_id
  qualify row_number() over (
    partition by unsubscribed.source, unsubscribed.event_id
    order by deliveries.delivered_at desc nulls last, deliveries.send_id desc nulls last
  ) = 1
),

leaving as (
  select source, list_id, send_id, count(distinct contact_id) as contacts
  from counted
  group by source, list_id, send_id
),

sends as (
  select source, list_id, send_id, min(delivered_at) as sent_at, count(*) as delivered_contacts
  from deliveries
  group by source, list_id, send_id
)

select
  {{ surrogate_key(["'send'", 'sends.source', 'sends.list_id', 'sends.send_id']) }} as newsletter_send_key,
  sends.source,
  sends.list_id,
  sends.send_id,
  sends.sent_at,
  {{ reporting_date('sends.sent_at') }} as sent_on,
  cast(sends.delivered_contacts as bigint) as delivered_contacts,
  cast(coalesce(leaving.contacts, 0) as bigint) as unsubscribed_contacts
from sends
left join leaving
  on sends.source = leaving.source and sends.list_id = leaving.list_id and sends.send_id = leaving.send_id

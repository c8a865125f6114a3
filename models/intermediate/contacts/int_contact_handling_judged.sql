-- A ticket was worked on where somebody logged work, wrote, had it or solved it; a call or chat where an agent had it.
with touched as (
  select 'ticket' as contact_kind, source, ticket_id from {{ ref('stg_ticketing__work_logs') }}
  union
  select 'ticket' as contact_kind, source, ticket_id from {{ ref('int_ticket_messages_judged') }} where is_by_agent
  union
  select 'ticket' as contact_kind, source, ticket_id from {{ ref('int_ticket_agents_counted') }}
  where distinct_agent_count > 0
  union
  select 'ticket' as contact_kind, source, ticket_id from {{ ref('int_ticket_resolutions_found') }}
  where resolved_at is not null or status in ('solved', 'closed')
)

select
  contacts.contact_key,
  contacts.contact_kind,
  contacts.source,
  contacts.record_id,
  contacts.exclusion_reason is null
  and (touched.ticket_id is not null or coalesce(conversations.is_connected, false)) as is_handled
from {{ ref('int_contacts_gathered') }} as contacts
left join touched
  on
    contacts.contact_kind = touched.contact_kind
    and contacts.source = touched.source
    and contacts.record_id = touched.ticket_id
left join {{ ref('int_conversations_gathered') }} as conversations
  on
    contacts.contact_kind = conversations.contact_kind
    and contacts.source = conversations.source
    and contacts.record_id = conversations.record_id

-- Who asked? A person of the CRM, else the ticketing's own requester, else the caller that the telephony knows.
-- A conversation about a ticket is its requester's, where nobody else is named.
with tickets as (
  select
    tickets.source,
    tickets.ticket_id,
    coalesce(
      requesters.person_key,
      case
        when tickets.requester_id is not null
          then {{ surrogate_key(["'person of the ticketing'", 'tickets.source', 'tickets.requester_id']) }}
      end
    ) as person_key
  from {{ ref('stg_ticketing__tickets') }} as tickets
  left join {{ ref('int_requesters_linked') }} as requesters
    on tickets.source = requesters.source and tickets.requester_id = requesters.requester_id
)

select
  'ticket' as contact_kind,
  source,
  ticket_id as record_id,
  person_key
from tickets
union all
select
  linked.contact_kind,
  linked.source,
  linked.record_id,
  coalesce(
    linked.person_key,
    tickets.person_key,
    case
      when conversations.caller_id is not null
        then {{ surrogate_key(["'person of the telephony'", 'linked.source', 'conversations.caller_id']) }}
    end
  ) as person_key
from {{ ref('int_conversations_linked') }} as linked
inner join {{ ref('int_conversations_gathered') }} as conversations
  on
    linked.contact_kind = conversations.contact_kind
    and linked.source = conversations.source
    and linked.record_id = conversations.record_id
left join tickets on linked.ticket_source = tickets.source and linked.ticket_id = tickets.ticket_id

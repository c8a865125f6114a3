select
  {{ surrogate_key(["'message'", 'messages.source', 'messages.message_id']) }} as message_key,
  {{ surrogate_key(["'ticket'", 'messages.source', 'messages.ticket_id']) }} as ticket_key,
  messages.source,
  messages.message_id,
  messages.ticket_id,
  case when messages.author_role = 'agent' then coalesce(agents.agent_key, {{ unknown_key() }}) end as agent_key,
  messages.author_role,
  messages.is_public,
  messages.channel,
  messages.language,
  messages.sent_at,
  {{ reporting_date('messages.sent_at') }} as sent_on,
  tickets.ticket_id is not null as has_ticket
from {{ ref('stg_ticketing__ticket_messages') }} as messages
left join {{ ref('stg_ticketing__tickets') }} as tickets
  on messages.source = tickets.source and messages.ticket_id = tickets.ticket_id
left join {{ ref('int_agents_labelled') }} as agents
  on messages.source = agents.source and messages.author_id = agents.agent_id

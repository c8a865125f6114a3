-- An author whom Zendesk does not name has no role that we know. User -1 is Zendesk itself. An agent who asks for help
-- is a customer on that ticket, also where they submitted it themselves; who submits one for somebody else is an agent.
with comments as (
  {{ records('zendesk', 'ticket_comment') }}
),

users as (
  select * from {{ ref('stg_zendesk__users') }}
),

tickets as (
  {{ records('zendesk', 'ticket') }}
),

-- The few tickets that agents opened for themselves: all other messages need no ticket.
own_tickets as (
  select tickets.id as ticket_id, tickets.requester_id
  from tickets
  inner join users on tickets.requester_id = users.user_id
  where users.is_agent
)

select
  comments.id as message_id,
  comments.ticket_id,
  comments.created as sent_at,
  comments.user_id as author_id,
  case
    when comments.user_id is null then 'unknown'
    when comments.user_id = '-1' then 'system'
    when users.is_agent and own_tickets.ticket_id is null then 'agent'
    else 'customer'
  end as author_role,
  comments.public as is_public,
  case when comments.voice_comment then 'voice' end as channel,
  comments.body,
  comments._updated_at,
  comments._is_deleted,
  comments._arrived_at,
  comments._delivery,
  comments._record
from comments
left join users on comments.user_id = users.user_id
left join own_tickets on comments.ticket_id = own_tickets.ticket_id and comments.user_id = own_tickets.requester_id

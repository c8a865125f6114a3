-- Who spoke in public: customers, and human agents, whose messages are the replies. Bots, the system and internal notes
-- do not reply; neither does the message with which an agent opened a ticket, nor a copy that a merge left behind.
with tickets as (
  select source, ticket_id, created_at, submitter_id
  from {{ ref('stg_ticketing__tickets') }}
),

bots as (
  select source, agent_id
  from {{ ref('stg_ticketing__agents') }}
  where is_bot
),

merged as (
  select tickets.source, tickets.merged_into_ticket_id as ticket_id, endings.left_at as merged_at
  from {{ ref('stg_ticketing__tickets') }} as tickets
  inner join {{ ref('int_ticket_endings_dated') }} as endings
    on tickets.source = endings.source and tickets.ticket_id = endings.ticket_id
  where tickets.merged_into_ticket_id is not null and endings.left_at is not null
),

copies as (
  select distinct messages.source, messages.message_id
  from {{ ref('stg_ticketing__ticket_messages') }} as messages
  inner join merged on messages.source = merged.source and messages.ticket_id = merged.ticket_id
  where {{ microseconds_between('merged.merged_at', 'messages.sent_at') }} between -5000000 and 5000000
),

messages as (
  select
    messages.source,
    messages.ticket_id,
    messages.message_id,
    messages.author_id,
    messages.sent_at,
    greatest(messages.sent_at, tickets.created_at) as written_at,
    messages.author_role = 'agent' and bots.agent_id is null and messages.is_public as is_by_agent,
    messages.author_role = 'customer' and messages.is_public as is_by_customer,
    copies.message_id is not null as is_copy,
    row_number() over (
      partition by messages.source, messages.ticket_id
      order by messages.sent_at nulls last, messages.message_id nulls last
    ) = 1 as is_first,
    coalesce(messages.author_id = tickets.submitter_id, false)
    or {{ microseconds_between('tickets.created_at', 'messages.sent_at') }} between -1000000 and 1000000 as is_by_opener
  from {{ ref('stg_ticketing__ticket_messages') }} as messages
  inner join tickets on messages.source = tickets.source and messages.ticket_id = tickets.ticket_id
  left join bots on messages.source = bots.source and messages.author_id = bots.agent_id
  left join copies on messages.source = copies.source and messages.message_id = copies.message_id
),

turns as (
  select *
  from messages
  where not is_copy and (is_by_customer or (is_by_agent and not (is_first and is_by_opener)))
),

-- At one instant the customer's message comes before the reply.
counted as (
  select
    *,
    count(case when is_by_agent then 1 end) over (
      partition by source, ticket_id
      order by written_at, is_by_agent, message_id rows between unbounded preceding and current row
    ) as replies_so_far
  from turns
)

select
  source,
  ticket_id,
  message_id,
  is_by_agent as is_reply,
  written_at,
  -- Of a reply its own number, of a customer's message that of the reply before it.
  replies_so_far
from counted

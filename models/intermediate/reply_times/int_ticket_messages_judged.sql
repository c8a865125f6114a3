-- Bots do not reply, and neither does a merge: what an agent or the system wrote on the survivor within 5 seconds of
-- a closing of the other ticket is a copied comment.
with tickets as (
  select source, ticket_id, submitter_id, created_at, closed_at, merged_into_ticket_id
  from {{ ref('stg_ticketing__tickets') }}
),

messages as (
  select * from {{ ref('stg_ticketing__ticket_messages') }}
),

-- A ticket that was merged away may have been closed before, or be written on and closed again.
merged_changes as (
  select
    tickets.source,
    tickets.merged_into_ticket_id,
    tickets.ticket_id,
    tickets.closed_at,
    states.started_at,
    -- A recovery closes nothing.
    states.status = 'closed' and coalesce(states.standing_status, '') != 'closed' as is_closing
  from tickets
  inner join {{ ref('int_ticket_states_spanned') }} as states
    on tickets.source = states.source and tickets.ticket_id = states.ticket_id
  where tickets.merged_into_ticket_id is not null and states.status is distinct from states.previous_status
),

-- Each closing may be the merge, also one that is dated by the ticket's last update, and so may the one that the ticket
-- states; where there is neither, its last change of status may be.
merge_instants as (
  select source, merged_into_ticket_id as ticket_id, started_at as merged_at
  from merged_changes
  where is_closing
  union all
  select
    source,
    merged_into_ticket_id as ticket_id,
    coalesce(max(closed_at), case when max(case when is_closing then 1 else 0 end) = 0 then max(started_at) end)
      as merged_at
  from merged_changes
  group by source, merged_into_ticket_id, ticket_id
),

copies as (
  select distinct
    messages.source,
    messages.message_id
  from messages
  inner join merge_instants
    on messages.source = merge_instants.source and messages.ticket_id = merge_instants.ticket_id
  where
    messages.author_role in ('agent', 'system')
    and abs({{ microseconds_between('merge_instants.merged_at', 'messages.sent_at') }}) <= 5000000
),

bots as (
  select source, agent_id
  from {{ ref('stg_ticketing__agents') }}
  where is_bot
),

judged as (
  select
    messages.source,
    messages.message_id,
    messages.ticket_id,
    messages.author_id,
    messages.author_role,
    messages.is_public,
    -- Nothing happens to a ticket before it exists.
    greatest(messages.sent_at, tickets.created_at) as sent_at,
    copies.message_id is not null as is_merge_copy,
    messages.author_role = 'agent' and bots.agent_id is null and copies.message_id is null as is_by_agent,
    messages.sent_at as stated_at,
    coalesce(messages.author_id = tickets.submitter_id, false)
    or {{ microseconds_between('tickets.created_at', 'messages.sent_at') }} <= 1000000 as is_from_the_start
  from messages
  inner join tickets on messages.source = tickets.source and messages.ticket_id = tickets.ticket_id
  left join copies on messages.source = copies.source and messages.message_id = copies.message_id
  left join bots on messages.source = bots.source and messages.author_id = bots.agent_id
),

-- Who opened the ticket? The first of people, in public or not: what an agent writes in public after a note of an agent
-- is an answer. A greeting of a bot or a line of the system before the opening message does not make it one.
heard as (
  select
    *,
    row_number() over until_now as message_number,
    count(
      case when is_by_agent or (author_role not in ('agent', 'bot', 'system') and not is_merge_copy) then 1 end
    ) over until_now = 1 as is_first_heard
  from judged
  -- Of one instant, ids that are numbers in their order.
  window until_now as (
    partition by source, ticket_id
    order by stated_at asc nulls last, length(message_id) asc nulls last, message_id asc nulls last
    rows between unbounded preceding and current row
  )
)

select
  source,
  message_id,
  ticket_id,
  author_id,
  author_role,
  is_public,
  sent_at,
  message_number,
  is_merge_copy,
  is_by_agent,
  is_by_agent and is_public and is_first_heard and is_from_the_start as is_opening,
  is_by_agent and is_public and not (is_first_heard and is_from_the_start) as is_reply
from heard

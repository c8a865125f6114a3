with counted as (
  select
    source,
    ticket_id,
    min(case when is_reply then sent_at end) as first_reply_at,
    count(case when is_by_agent and is_public then 1 end) as public_agent_message_count
  from {{ ref('int_ticket_messages_judged') }}
  group by source, ticket_id
),

replies as (
  select source, ticket_id, first_reply_at
  from counted
  where first_reply_at is not null
),

clocked as (
  select
    replies.*,
    {{ business_clock('replies.first_reply_at') }} as first_reply_microseconds
  from replies
  {{ business_clock_joins('replies', 'replies.first_reply_at') }}
),

-- The last state that had begun by then: one that ended at the instant at which it began is not it.
held as (
  select
    replies.source,
    replies.ticket_id,
    states.state_number as first_reply_state
  from replies
  inner join {{ ref('int_ticket_states_spanned') }} as states
    on
      replies.source = states.source
      and replies.ticket_id = states.ticket_id
      and replies.first_reply_at >= states.started_at
      and (replies.first_reply_at < states.ended_at or states.is_last)
),

-- Of a source that delivers no messages nobody knows who replied.
heard as (
  select distinct source
  from {{ ref('stg_ticketing__ticket_messages') }}
)

select
  tickets.source,
  tickets.ticket_id,
  clocked.first_reply_at,
  held.first_reply_state,
  clocked.first_reply_microseconds,
  case when heard.source is not null then coalesce(counted.public_agent_message_count, 0) end
    as public_agent_message_count
from {{ ref('stg_ticketing__tickets') }} as tickets
left join heard on tickets.source = heard.source
left join counted on tickets.source = counted.source and tickets.ticket_id = counted.ticket_id
left join clocked on tickets.source = clocked.source and tickets.ticket_id = clocked.ticket_id
left join held on tickets.source = held.source and tickets.ticket_id = held.ticket_id

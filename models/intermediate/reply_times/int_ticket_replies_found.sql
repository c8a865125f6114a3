with tickets as (
  select source, ticket_id
  from {{ ref('stg_ticketing__tickets') }}
),

counted as (
  select
    source,
    ticket_id,
    min(case when is_reply then sent_at end) as first_reply_at,
    count(case when is_by_agent and is_public then 1 end) as public_agent_message_count
  from {{ ref('int_ticket_messages_judged') }}
  group by source, ticket_id
),

-- Of a source that delivers no messages nobody knows who replied.
heard as (
  select distinct source
  from {{ ref('stg_ticketing__ticket_messages') }}
)

select
  tickets.source,
  tickets.ticket_id,
  counted.first_reply_at,
  states.state_number as first_reply_state,
  {{ business_clock('counted.first_reply_at') }} as first_reply_microseconds,
  case when heard.source is not null then coalesce(counted.public_agent_message_count, 0) end
    as public_agent_message_count
from tickets
left join heard on tickets.source = heard.source
left join counted on tickets.source = counted.source and tickets.ticket_id = counted.ticket_id
{{ business_clock_joins('counted', 'counted.first_reply_at') }}
-- The last state that had begun by then: one that ended at the same instant it began is not it.
left join {{ ref('int_ticket_states_spanned') }} as states
  on
    counted.source = states.source
    and counted.ticket_id = states.ticket_id
    and counted.first_reply_at >= states.started_at
    and (counted.first_reply_at < states.ended_at or states.is_last)

-- noqa: disable=LT02
with tickets as (
  select source, ticket_id, created_at
  from {{ ref('stg_ticketing__tickets') }}
),

scores as (
  select source, ticket_id, changed_at, coalesce(sequence, 0) as sequence,
    {{ satisfaction_word('value') }} as score
  from {{ ref('stg_ticketing__ticket_changes') }}
  where field = 'satisfaction_score' and {{ satisfaction_word('value') }} in ('offered', 'good', 'bad')
),

offered as (
  select distinct source, ticket_id
  from scores
),

offering as (
  select distinct source
  from scores
),

last_scores as (
  select source, ticket_id, score
  from scores
  where score in ('good', 'bad')
  qualify row_number() over (
    partition by source, ticket_id order by changed_at desc nulls last, sequence desc nulls last, score asc nulls last
  ) = 1
)

select
  tickets.source,
  tickets.ticket_id,
  replies.first_reply_at,
  {{ minutes_between('tickets.created_at', 'replies.first_reply_at') }} as first_reply_calendar_minutes,
  {{ minutes_of_microseconds('replies.first_reply_microseconds') }} as first_reply_business_minutes,
  case
    when resolutions.closed_at >= tickets.created_at
      then {{ minutes_between('tickets.created_at', 'resolutions.closed_at') }}
  end as handling_calendar_minutes,
  {%- for wait in ['requester_wait', 'agent_wait', 'agent_work', 'on_hold'] %}
  {%- for clock in ['calendar', 'business'] %}
  {{ minutes_of_microseconds('waits.' ~ wait ~ '_' ~ clock ~ '_microseconds') }} as {{ wait }}_{{ clock }}_minutes,
  {%- endfor %}
  {%- endfor %}
  agents.reassignment_count,
  replies.public_agent_message_count,
  agents.distinct_agent_count,
  case
    when
      resolutions.resolved_at is not null
      and replies.public_agent_message_count is not null
      and resolutions.reopen_count is not null
      then replies.public_agent_message_count = 1 and resolutions.reopen_count = 0 and not resolutions.was_reopened
  end as is_one_touch,
  last_scores.score as last_satisfaction_score,
  -- Nobody knows it of a source that records no satisfaction.
  case when offering.source is not null then offered.ticket_id is not null end as was_satisfaction_offered
from tickets
inner join {{ ref('int_ticket_replies_found') }} as replies
  on tickets.source = replies.source and tickets.ticket_id = replies.ticket_id
inner join {{ ref('int_ticket_resolutions_found') }} as resolutions
  on tickets.source = resolutions.source and tickets.ticket_id = resolutions.ticket_id
inner join {{ ref('int_ticket_waits_added') }} as waits
  on tickets.source = waits.source and tickets.ticket_id = waits.ticket_id
inner join {{ ref('int_ticket_agents_counted') }} as agents
  on tickets.source = agents.source and tickets.ticket_id = agents.ticket_id
left join offering on tickets.source = offering.source
left join offered on tickets.source = offered.source and tickets.ticket_id = offered.ticket_id
left join last_scores on tickets.source = last_scores.source and tickets.ticket_id = last_scores.ticket_id

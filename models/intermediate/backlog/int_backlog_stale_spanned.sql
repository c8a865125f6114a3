{% set stale_days = var("stale_ticket_days") %}
-- A ticket is touched when its status, team, assignee or priority changes, or a message is written on it. Only tickets
-- that were open for that long can be stale; between two touches nothing changes, so one state holds.
with old_tickets as (
  select distinct source, ticket_id
  from {{ ref('int_backlog_states_opened') }}
  where created_at + interval '{{ stale_days }}' day <= coalesce(ended_at, as_of)
),

touches as (
  select states.source, states.ticket_id, states.started_at as touched_at
  from {{ ref('int_ticket_states_spanned') }} as states
  inner join old_tickets on states.source = old_tickets.source and states.ticket_id = old_tickets.ticket_id
  union all
  select messages.source, messages.ticket_id, messages.sent_at as touched_at
  from {{ ref('stg_ticketing__ticket_messages') }} as messages
  inner join old_tickets on messages.source = old_tickets.source and messages.ticket_id = old_tickets.ticket_id
),

followed as (
  select
    *,
    lead(touched_at) over (partition by source, ticket_id order by touched_at) as next_touched_at
  from touches
),

stale as (
  select
    states.source,
    states.ticket_id,
    states.team_id,
    states.channel,
    {{ band_starts_on(stale_days, 'followed.touched_at') }} as first_on,
    coalesce({{ reporting_date('followed.next_touched_at') }}, date '9999-12-31') as end_on
  from followed
  inner join {{ ref('int_backlog_states_opened') }} as states
    on
      followed.source = states.source
      and followed.ticket_id = states.ticket_id
      and followed.touched_at >= states.started_at
      and followed.touched_at < coalesce(states.ended_at, timestamp '9999-12-31 00:00:00')
)

select
  stale.source,
  stale.ticket_id,
  coalesce(teams.team, 'unknown') as team,
  stale.channel,
  stale.first_on,
  stale.end_on
from stale
left join {{ ref('int_teams_labelled') }} as teams
  on stale.source = teams.source and stale.team_id = teams.team_id
where stale.first_on < stale.end_on

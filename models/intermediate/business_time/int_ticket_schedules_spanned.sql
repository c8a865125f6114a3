-- That of the ticket's own changes, else of the ticket, else of the team that has it, else the only one of its source.
with tickets as (
  select source, ticket_id, created_at, schedule_id
  from {{ ref('stg_ticketing__tickets') }}
),

only_schedules as (
  select source, min(schedule_id) as schedule_id
  from {{ ref('stg_ticketing__schedules') }}
  group by source
  having count(distinct schedule_id) = 1
),

-- The first change is the value at creation; of several at one instant the last one holds.
changes as (
  select
    tickets.source,
    tickets.ticket_id,
    changes.value as schedule_id,
    case
      when
        row_number() over (
          partition by changes.source, changes.ticket_id
          order by changes.changed_at nulls last, changes.sequence nulls first, changes.value nulls first
        ) = 1
        then tickets.created_at
      else greatest(changes.changed_at, tickets.created_at)
    end as starts_at,
    coalesce(changes.sequence, 0) as sequence
  from {{ ref('stg_ticketing__ticket_changes') }} as changes
  inner join tickets on changes.source = tickets.source and changes.ticket_id = tickets.ticket_id
  where changes.field = 'schedule_id'
),

histories as (
  select distinct source, ticket_id from changes
),

teams as (
  select
    states.source,
    states.ticket_id,
    teams.schedule_id,
    states.started_at as starts_at,
    states.state_number as sequence
  from {{ ref('int_ticket_states_spanned') }} as states
  inner join tickets
    on states.source = tickets.source and states.ticket_id = tickets.ticket_id and tickets.schedule_id is null
  left join histories on states.source = histories.source and states.ticket_id = histories.ticket_id
  left join {{ ref('stg_ticketing__teams') }} as teams
    on states.source = teams.source and states.team_id = teams.team_id
  where
    histories.ticket_id is null
    and (states.state_number = 1 or states.team_id is distinct from states.previous_team_id)
),

points as (
  select source, ticket_id, schedule_id, starts_at, sequence from changes
  union all
  select tickets.source, tickets.ticket_id, tickets.schedule_id, tickets.created_at as starts_at, 0 as sequence
  from tickets
  left join histories on tickets.source = histories.source and tickets.ticket_id = histories.ticket_id
  where tickets.schedule_id is not null and histories.ticket_id is null
  union all
  select source, ticket_id, schedule_id, starts_at, sequence from teams
),

in_force as (
  select
    points.source,
    points.ticket_id,
    points.starts_at,
    coalesce(nullif(points.schedule_id, ''), only_schedules.schedule_id) as schedule_id
  from points
  left join only_schedules on points.source = only_schedules.source
  qualify row_number() over (
    partition by points.source, points.ticket_id, points.starts_at
    order by points.sequence desc nulls last, points.schedule_id desc nulls last
  ) = 1
),

compared as (
  select
    *,
    lag(schedule_id) over of_ticket as previous_schedule_id,
    row_number() over of_ticket as point_number
  from in_force
  window of_ticket as (partition by source, ticket_id order by starts_at nulls last)
)

select
  source,
  ticket_id,
  schedule_id,
  starts_at,
  coalesce(
    lead(starts_at) over (partition by source, ticket_id order by starts_at), timestamp '9999-12-31 00:00:00'
  ) as ends_at
from compared
where point_number = 1 or schedule_id is distinct from previous_schedule_id

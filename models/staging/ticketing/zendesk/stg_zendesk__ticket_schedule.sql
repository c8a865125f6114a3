-- The schedules of every ticket: the default one (the first that was created) from its creation on, then each change.
with tickets as (
  {{ records('zendesk', 'ticket') }}
),

schedules as (
  {{ records('zendesk', 'schedule') }}
),

default_schedule as (
  select id as schedule_id
  from schedules
  where not _is_deleted
  qualify row_number() over (order by created_at asc nulls last, id asc nulls last) = 1
),

ticket_schedules as (
  {{ records('zendesk', 'ticket_schedule') }}
),

changes as (
  select ticket_id, created_at as changed_at, schedule_id
  from ticket_schedules
  where not _is_deleted
),

first_changes as (
  select ticket_id, min(changed_at) as changed_at
  from changes
  group by ticket_id
)

select tickets.id as ticket_id, tickets.created_at as changed_at, default_schedule.schedule_id
from tickets
cross join default_schedule
left join first_changes on tickets.id = first_changes.ticket_id
where coalesce(first_changes.changed_at > tickets.created_at, true)
union all
select ticket_id, changed_at, schedule_id
from changes

-- The schedules of every ticket: from its creation on the default one of then (the first that was created of those that
-- were not deleted yet), then each change.
with tickets as (
  {{ records('zendesk', 'ticket') }}
),

schedules as (
  {{ records('zendesk', 'schedule') }}
),

lived as (
  select
    id as schedule_id,
    min(created_at) as created_at,
    case when min(case when _is_deleted then 1 else 0 end) = 1 then max(_updated_at) end as deleted_at
  from schedules
  group by id
),

turns as (
  select timestamp '0001-01-01 00:00:00' as starts_at
  union
  select deleted_at as starts_at
  from lived
  where deleted_at is not null
),

defaults as (
  select
    turns.starts_at,
    lived.schedule_id
  from turns
  left join lived on lived.deleted_at is null or turns.starts_at < lived.deleted_at
  qualify row_number() over (
    partition by turns.starts_at order by lived.created_at asc nulls last, lived.schedule_id asc nulls last
  ) = 1
),

default_schedules as (
  select
    starts_at,
    lead(starts_at) over (order by starts_at) as ends_at,
    schedule_id
  from defaults
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

select tickets.id as ticket_id, tickets.created_at as changed_at, default_schedules.schedule_id
from tickets
inner join default_schedules
  on
    tickets.created_at >= default_schedules.starts_at
    and tickets.created_at < coalesce(default_schedules.ends_at, timestamp '9999-12-31 00:00:00')
left join first_changes on tickets.id = first_changes.ticket_id
where default_schedules.schedule_id is not null and coalesce(first_changes.changed_at > tickets.created_at, true)
union all
select ticket_id, changed_at, schedule_id
from changes

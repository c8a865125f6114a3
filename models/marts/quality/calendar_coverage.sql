with schedules as (
  select * from {{ ref('int_schedules_known') }}
),

-- The schedule at as_of of every ticket.
tickets as (
  select
    source,
    schedule_id
  from {{ ref('int_ticket_clocks_shifted') }}
  where ends_at = timestamp '9999-12-31 00:00:00'
),

judged as (
  select
    tickets.source,
    coalesce(tickets.schedule_id, 'none') as schedule_id,
    coalesce(schedules.time_zone, 'unknown') as time_zone,
    case
      when tickets.schedule_id is null then 'no_schedule'
      when schedules.schedule_id is null then 'unknown_schedule'
      when not schedules.is_known then 'unknown_time_zone'
      else 'known'
    end as calendar_state
  from tickets
  left join schedules
    on tickets.source = schedules.source and tickets.schedule_id = schedules.schedule_id
)

select
  {{ surrogate_key(['source', 'schedule_id', 'time_zone', 'calendar_state']) }} as calendar_coverage_key,
  source,
  schedule_id,
  time_zone,
  calendar_state,
  count(*) as tickets
from judged
group by source, schedule_id, time_zone, calendar_state

{#
  Minutes since Sunday 00:00 -> weekday and minutes of the day. An interval that crosses midnight is one row for each
  day that it touches; one that ends before it starts runs on into the next week. A row that was refused, or is outside
  of the week, leaves one of weekday 0, which makes the schedule unknown. A schedule that was deleted as a whole keeps
  the hours that it had last: its tickets were promised them.
#}
with delivered as (
  {{ records('zendesk', 'schedule') }}
),

intervals as (
  select *
  from delivered
  qualify not _is_deleted or (
    min(case when _is_deleted then 1 else 0 end) over (partition by id) = 1
    and _updated_at is not distinct from max(_updated_at) over (partition by id)
  )
),

zones as (
  select * from {{ ref('zendesk_time_zones') }}
),

wrapped as (
  select
    id as schedule_id,
    time_zone,
    start_time,
    case when end_time <= start_time then end_time + 10080 else end_time end as end_time
  from intervals
  where start_time between 0 and 10080 and end_time between 0 and 10080
),

refused as (
  {{ refused_things('zendesk', 'schedule', 'id') }}
),

incomplete as (
  select intervals.id as schedule_id
  from intervals
  where not (intervals.start_time between 0 and 10080 and intervals.end_time between 0 and 10080)
  union
  select id as schedule_id
  from refused
  where id is not null
  union
  select intervals.id as schedule_id
  from intervals
  cross join refused
  where refused.id is null
),

days as (
  select cast(numbers.day_number as bigint) as day_number
  from (values (0), (1), (2), (3), (4), (5), (6), (7), (8), (9), (10), (11), (12), (13)) as numbers (day_number)
),

daily as (
  select
    wrapped.schedule_id,
    wrapped.time_zone,
    mod(days.day_number + 6, 7) + 1 as weekday,
    greatest(wrapped.start_time - days.day_number * 1440, 0) as opens_at_minute,
    least(wrapped.end_time - days.day_number * 1440, 1440) as closes_at_minute
  from wrapped
  inner join days
    on wrapped.start_time < (days.day_number + 1) * 1440 and wrapped.end_time > days.day_number * 1440
)

select
  daily.schedule_id,
  max(coalesce(zones.time_zone, daily.time_zone)) as time_zone,
  daily.weekday,
  daily.opens_at_minute,
  max(daily.closes_at_minute) as closes_at_minute
from daily
left join zones on daily.time_zone = zones.zendesk_name
group by daily.schedule_id, daily.weekday, daily.opens_at_minute
union all
select
  incomplete.schedule_id,
  coalesce(max(zones.time_zone), max(intervals.time_zone), 'unknown') as time_zone,
  0 as weekday,
  0 as opens_at_minute,
  0 as closes_at_minute
from incomplete
left join intervals on incomplete.schedule_id = intervals.id
left join zones on intervals.time_zone = zones.zendesk_name
group by incomplete.schedule_id

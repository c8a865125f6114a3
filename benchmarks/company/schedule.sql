-- Office hours with a lunch break, long hours on the other side of the Atlantic, and always.
with hours (id, name, time_zone, day_number, opens_at, closes_at) as (
  select 600001, 'Office', 'Berlin', range, unnest([540, 810]), unnest([750, 1080]) from range(1, 6)
  union all
  select 600002, 'America', 'Eastern Time (US & Canada)', range, 420, 1260 from range(1, 7)
  union all
  select 600003, 'Always', 'UTC', range, 0, 1440 from range(0, 7)
)

select
  id,
  name,
  time_zone,
  day_number * 1440 + opens_at as start_time,
  day_number * 1440 + closes_at as end_time,
  getvariable('starts_at')::timestamptz + to_days((id - 600001)::int) as created_at,
  getvariable('starts_at')::timestamptz as _fivetran_synced,
  false as _fivetran_deleted
from hours
order by id, start_time

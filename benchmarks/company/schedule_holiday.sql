select
  600001 + schedule as schedule_id,
  name || ' ' || year as name,
  make_date(year::bigint, month, first_day) as start_date,
  make_date(year::bigint, month, last_day) as end_date,
  getvariable('starts_at')::timestamptz as _fivetran_synced,
  false as _fivetran_deleted
from range(2023, 2027) as years (year)
cross join range(0, 2) as schedules (schedule)
cross join (
  values ('New Year', 1, 1, 1), ('Spring', 5, 1, 1), ('Summer', 8, 15, 15), ('Autumn', 10, 3, 3), ('Christmas', 12, 24, 26)
) as holidays (name, month, first_day, last_day)
order by 1, 3

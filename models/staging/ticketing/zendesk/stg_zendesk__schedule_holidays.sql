-- Two holidays that start on one day are one, to the later end.
with holidays as (
  {{ records('zendesk', 'schedule_holiday') }}
)

select
  schedule_id,
  min(name) as name,
  start_date as starts_on,
  max(end_date) as ends_on
from holidays
where not _is_deleted
group by schedule_id, start_date

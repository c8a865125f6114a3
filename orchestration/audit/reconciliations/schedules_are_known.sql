-- description: Tickets that have a schedule have a known one, in a known time zone.
-- severity: warn
-- remedy: >
--   marts.calendar_coverage names the schedules: deliver the missing ones, or correct their time_zone to an IANA name.
--   Until then the business minutes of their tickets are NULL.
-- min_rows_from: conformed.fct_tickets
select
  'calendar_coverage' as part,
  coalesce(sum(tickets), 0) as evaluated_rows,
  coalesce(sum(case when calendar_state in ('unknown_schedule', 'unknown_time_zone') then tickets end), 0) as failed_rows
from marts.calendar_coverage

-- description: Tickets that have a schedule have a known one, with known hours, in a known time zone.
-- severity: warn
-- remedy: >
--   marts.calendar_coverage names the schedules: deliver the missing ones, correct their time_zone to an IANA name,
--   or their rows (unknown_hours: cxw quarantine lists what was refused; weekday is 1 to 7, minutes are 0 to 1440).
--   Until then the business minutes of their tickets are NULL.
-- min_rows_from: conformed.fct_tickets
select
  'calendar_coverage' as part,
  coalesce(sum(tickets), 0) as evaluated_rows,
  coalesce(
    sum(case when calendar_state in ('unknown_schedule', 'unknown_time_zone', 'unknown_hours') then tickets end), 0
  ) as failed_rows
from marts.calendar_coverage

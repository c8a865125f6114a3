-- description: Every promise in business time is on a ticket with a known schedule.
-- remedy: >
--   Business time cannot be told without one, so such promises are cancelled and count for nothing (a warning). Give
--   the tickets or their teams a schedule in a zone of seeds/time_zones.csv.
-- severity: warn
-- min_rows_from: conformed.fct_ticket_slas where clock = 'business' and status <> 'cancelled'
select
  'fct_ticket_slas' as part,
  count(*) as evaluated_rows,
  count(*) filter (where status = 'cancelled' and elapsed_minutes is null and is_dated) as failed_rows
from (
  select
    slas.*,
    slas.metric in ('first_reply', 'next_reply') or tickets.is_open or tickets.resolved_at is not null as is_dated
  from conformed.fct_ticket_slas as slas
  inner join conformed.fct_tickets as tickets on tickets.ticket_key = slas.ticket_key
  where slas.clock = 'business'
) as promises

-- description: Every promise in business time is on a ticket with a known schedule.
-- remedy: >
--   Business time cannot be told without one, so such promises are cancelled and count for nothing (a warning). Give
--   the tickets or their teams a schedule in a zone of seeds/time_zones.csv.
-- severity: warn
-- min_rows_from: conformed.fct_ticket_slas where clock = 'business' and status <> 'cancelled'
select
  'fct_ticket_slas' as part,
  count(*) as evaluated_rows,
  -- Of what ended at no known time a schedule tells something only where the ticket was seen active without it.
  count(*) filter (
    where slas.status = 'cancelled' and slas.elapsed_minutes is null
    and (
      not slas.is_undated
      or endings.active_until > losses.lost_at and endings.active_until > greatest(slas.started_at, slas.applied_at)
    )
  ) as failed_rows
from conformed.fct_ticket_slas as slas
inner join intermediate.int_ticket_endings_dated as endings
  on endings.source = slas.source and endings.ticket_id = slas.ticket_id
left join (
  select source, ticket_id, min(starts_at) as lost_at
  from intermediate.int_ticket_clocks_shifted
  where clock_shift is null
  group by source, ticket_id
) as losses
  on losses.source = slas.source and losses.ticket_id = slas.ticket_id
where slas.clock = 'business'

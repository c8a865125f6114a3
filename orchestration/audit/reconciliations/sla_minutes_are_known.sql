-- description: Every promise in business time that was late has its minutes, but where its ticket lost its schedule.
-- remedy: >
--   How late it was is known and was lost on the way; look at the model that judges the instances.
-- min_rows_from: conformed.fct_ticket_slas where clock = 'business'
select
  'fct_ticket_slas' as part,
  count(*) as evaluated_rows,
  count(*) filter (
    where slas.status = 'breached' and slas.elapsed_minutes is null and not slas.is_undated and losses.ticket_id is null
  ) as failed_rows
from conformed.fct_ticket_slas as slas
left join (
  select distinct source, ticket_id
  from intermediate.int_ticket_clocks_shifted
  where clock_shift is null
) as losses
  on losses.source = slas.source and losses.ticket_id = slas.ticket_id
where slas.clock = 'business'

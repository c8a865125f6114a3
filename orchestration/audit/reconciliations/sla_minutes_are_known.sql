-- description: Every promise that was late has its minutes, but where it ended at no known time or lost its schedule.
-- remedy: >
--   How late it was is known and was lost on the way; look at the model that judges the instances.
-- min_rows_from: intermediate.int_sla_instances_judged
select
  'fct_ticket_slas' as part,
  count(*) as evaluated_rows,
  count(*) filter (
    where slas.status = 'breached' and slas.elapsed_minutes is null
    and slas.clock = 'calendar' and not judged.is_undated
  ) as failed_rows
from conformed.fct_ticket_slas as slas
inner join intermediate.int_sla_instances_judged as judged
  on judged.source = slas.source
  and judged.ticket_id = slas.ticket_id
  and judged.policy_id = slas.policy_id
  and judged.metric = slas.metric
  and judged.started_at = slas.started_at

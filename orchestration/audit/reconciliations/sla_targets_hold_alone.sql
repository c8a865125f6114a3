-- description: No two targets of one kind are applied to a metric of a ticket at one instant.
-- remedy: >
--   One of them holds (docs/sla.md says which), and the others are never judged (a warning). Deliver in
--   ticketing.ticket_slas which policy holds, or call the ones that do not bind informal in ticketing.sla_policies.
-- severity: warn
-- min_rows_from: intermediate.int_sla_targets_chosen where target_minutes is not null
select
  'ticket_slas' as part,
  coalesce(sum(targets), 0) as evaluated_rows,
  coalesce(sum(targets - 1), 0) as failed_rows
from (
  select count(*) as targets
  from intermediate.int_sla_targets_chosen
  where target_minutes is not null
  group by source, ticket_id, metric, policy_kind, applied_at
) as of_one_instant

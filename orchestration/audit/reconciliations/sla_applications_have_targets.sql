-- description: Every application of a policy to a ticket sets a target, and the one that its source froze if it did.
-- remedy: >
--   Neither the ticket nor its policy says what is promised, so nothing is measured there (a warning, as published
--   figures lack nothing that was promised). Deliver the policies' targets in ticketing.sla_policies. Or it has
--   target_minutes without a metric, of a policy that had several then (or one that is not known): the policy's own
--   targets hold. Deliver the metric.
-- severity: warn
-- min_rows_from: staging.stg_ticketing__ticket_slas
with targets as (
  select distinct source, ticket_id, policy_id, applied_at, metric, is_frozen, is_of_metric
  from intermediate.int_sla_targets_chosen
  where target_minutes is not null
),

-- An application that names a metric needs the target of that one, one of a whole policy any; what it froze is the
-- target of a metric then.
promised as (
  select source, ticket_id, policy_id, applied_at, metric, is_frozen from targets
  union all
  select source, ticket_id, policy_id, applied_at, '' as metric, bool_or(is_frozen and not is_of_metric) as is_frozen
  from targets
  group by source, ticket_id, policy_id, applied_at
)

select
  'ticket_slas' as part,
  count(*) as evaluated_rows,
  count(*) filter (
    where promised.ticket_id is null or (slas.target_minutes is not null and not promised.is_frozen)
  ) as failed_rows
from staging.stg_ticketing__ticket_slas as slas
left join promised
  on promised.source = slas.source
  and promised.ticket_id = slas.ticket_id
  and promised.policy_id = slas.policy_id
  and promised.applied_at = slas.applied_at
  and promised.metric = coalesce(slas.metric, '')

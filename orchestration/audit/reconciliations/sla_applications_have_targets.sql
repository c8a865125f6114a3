-- description: Every application of a policy to a ticket sets a target.
-- remedy: >
--   Neither the ticket nor its policy says what is promised, so nothing is measured there (a warning, as published
--   figures lack nothing that was promised). Deliver the policies' targets in ticketing.sla_policies.
-- severity: warn
-- min_rows_from: staging.stg_ticketing__ticket_slas
select
  'ticket_slas' as part,
  count(*) as evaluated_rows,
  count(*) filter (where chosen.ticket_id is null) as failed_rows
from staging.stg_ticketing__ticket_slas as slas
left join (
  select distinct source, ticket_id, applied_at
  from intermediate.int_sla_targets_chosen
  where target_minutes is not null
) as chosen
  on chosen.source = slas.source
  and chosen.ticket_id = slas.ticket_id
  and chosen.applied_at = slas.applied_at

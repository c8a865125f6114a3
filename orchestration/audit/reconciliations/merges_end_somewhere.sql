-- description: No tickets are merged into each other in a circle.
-- remedy: >
--   Each of them says that another one has its request, so the first that was created counts for all (a warning).
--   They are the tickets of fct_tickets with a merged_into_ticket_id that are not excluded, and those that lead to them:
--   deliver the one that was kept without it.
-- severity: warn
-- min_rows_from: conformed.fct_tickets
select
  'fct_tickets' as part,
  count(*) as evaluated_rows,
  count(*) filter (where staged.merged_into_ticket_id is not null and not facts.is_excluded) as failed_rows
from conformed.fct_tickets as facts
inner join staging.stg_ticketing__tickets as staged
  on facts.source = staged.source and facts.ticket_id = staged.ticket_id

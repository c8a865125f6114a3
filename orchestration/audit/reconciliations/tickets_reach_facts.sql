-- description: Every staged ticket, deleted ones too, is in fct_tickets, and nothing else is.
-- remedy: >
--   A join or filter between staging and conformed.fct_tickets drops or invents tickets; anti-join the two
--   on source and ticket_id to see which.
-- min_rows_from: staging.stg_ticketing__tickets
with compared as (
  select
    staged.ticket_id as staged_id,
    facts.ticket_id as fact_id
  from staging.stg_ticketing__tickets as staged
  full join conformed.fct_tickets as facts
    on facts.source = staged.source and facts.ticket_id = staged.ticket_id
)

select
  'staged, not in fct_tickets' as part,
  count(*) filter (where staged_id is not null) as evaluated_rows,
  count(*) filter (where fact_id is null) as failed_rows
from compared
union all
select
  'in fct_tickets, never staged' as part,
  count(*) filter (where fact_id is not null) as evaluated_rows,
  count(*) filter (where staged_id is null) as failed_rows
from compared

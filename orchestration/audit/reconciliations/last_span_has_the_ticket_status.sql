-- description: The status of a ticket is that of its last status span.
-- remedy: >
--   The source's status history and its current status disagree (a warning, since sources do that): opened and
--   closed counts of such tickets differ between marts. Ask for the missing changes.
-- severity: warn
-- min_rows_from: conformed.fct_ticket_status_spans
with last_spans as (
  select ticket_key, status
  from conformed.fct_ticket_status_spans
  qualify row_number() over (partition by ticket_key order by span_number desc) = 1
)

select
  'fct_tickets.status' as part,
  count(*) as evaluated_rows,
  count(*) filter (where last_spans.status is distinct from tickets.status) as failed_rows
from last_spans
inner join conformed.fct_tickets as tickets on tickets.ticket_key = last_spans.ticket_key

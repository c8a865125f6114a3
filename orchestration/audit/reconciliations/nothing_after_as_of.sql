-- description: Nothing in the release happens after as_of, and every KPI is computed at that one instant.
-- remedy: >
--   An event later than the warehouse clock (staging.stg_clock) got past staging, so the same deliveries would give
--   other figures tomorrow. The part names the column.
-- min_rows: 1
select
  'stg_clock.as_of' as part,
  count(*) as evaluated_rows,
  count(*) filter (where as_of is null) as failed_rows
from staging.stg_clock
union all
select
  'fct_tickets.created_at' as part,
  count(created_at) as evaluated_rows,
  count(*) filter (where created_at > (select as_of from staging.stg_clock)) as failed_rows
from conformed.fct_tickets
union all
select
  'fct_tickets.resolved_at' as part,
  count(resolved_at) as evaluated_rows,
  count(*) filter (where resolved_at > (select as_of from staging.stg_clock)) as failed_rows
from conformed.fct_tickets
union all
select
  'fct_ticket_messages.sent_at' as part,
  count(sent_at) as evaluated_rows,
  count(*) filter (where sent_at > (select as_of from staging.stg_clock)) as failed_rows
from conformed.fct_ticket_messages
union all
select
  'fct_invoices.issued_at' as part,
  count(issued_at) as evaluated_rows,
  count(*) filter (where issued_at > (select as_of from staging.stg_clock)) as failed_rows
from conformed.fct_invoices
union all
select
  'fct_payments.created_at' as part,
  count(created_at) as evaluated_rows,
  count(*) filter (where created_at > (select as_of from staging.stg_clock)) as failed_rows
from conformed.fct_payments
union all
select
  'kpi_values.as_of' as part,
  count(*) as evaluated_rows,
  count(*) filter (where as_of is distinct from (select as_of from staging.stg_clock)) as failed_rows
from marts.kpi_values

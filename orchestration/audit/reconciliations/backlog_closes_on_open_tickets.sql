-- description: The backlog at the end of the last day is the number of tickets that are open in fct_tickets.
-- remedy: >
--   The ledger balances but ends on another number than the tickets themselves; compare the open tickets of
--   fct_tickets with the last day of marts.ticket_backlog by channel.
-- min_rows_from: conformed.fct_tickets where not is_excluded
with backlog as (
  select coalesce(sum(closing), 0) as tickets
  from marts.ticket_backlog
  where date_on = (select max(date_on) from marts.ticket_backlog)
),

facts as (
  select
    count(*) as judged,
    count(*) filter (where status not in ('solved', 'closed', 'deleted')) as tickets
  from conformed.fct_tickets
  where not is_excluded
)

select
  'last day of ticket_backlog' as part,
  facts.judged as evaluated_rows,
  abs(facts.tickets - backlog.tickets) as failed_rows
from facts
cross join backlog

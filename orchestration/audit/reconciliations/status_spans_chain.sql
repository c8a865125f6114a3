-- description: The status spans of a ticket start at its creation, are numbered from 1, and leave no gap or overlap.
-- remedy: >
--   Waiting times and the backlog are read from the spans; look at the ticket's changes in
--   staging.stg_ticketing__ticket_changes and at the model that turns them into spans.
-- min_rows_from: conformed.fct_ticket_status_spans
with ordered as (
  select
    spans.span_number,
    spans.started_at,
    spans.ended_at,
    tickets.created_at,
    row_number() over (partition by spans.ticket_key order by spans.started_at, spans.span_number) as position,
    lead(spans.started_at) over (
      partition by spans.ticket_key order by spans.started_at, spans.span_number
    ) as next_started_at
  from conformed.fct_ticket_status_spans as spans
  left join conformed.fct_tickets as tickets on tickets.ticket_key = spans.ticket_key
)

select
  'numbered from 1' as part,
  count(*) as evaluated_rows,
  count(*) filter (where span_number is distinct from position) as failed_rows
from ordered
union all
select
  'ends where the next one starts' as part,
  count(*) as evaluated_rows,
  count(*) filter (where next_started_at is not null and ended_at is distinct from next_started_at) as failed_rows
from ordered
union all
select
  'first one starts at creation' as part,
  count(*) as evaluated_rows,
  count(*) filter (where position = 1 and started_at <> created_at) as failed_rows
from ordered

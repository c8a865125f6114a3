with changes as (
  select
    *,
    row_number() over (partition by source, ticket_id order by state_number) as span_number,
    lead(started_at) over (partition by source, ticket_id order by state_number) as next_started_at
  from {{ ref('int_ticket_states_spanned') }}
  where status is distinct from previous_status
)

select
  {{ surrogate_key(["'span'", 'source', 'ticket_id', 'span_number']) }} as status_span_key,
  {{ surrogate_key(["'ticket'", 'source', 'ticket_id']) }} as ticket_key,
  source,
  ticket_id,
  span_number,
  status,
  started_at,
  next_started_at as ended_at,
  {{ minutes_between('started_at', 'next_started_at') }} as calendar_minutes
from changes

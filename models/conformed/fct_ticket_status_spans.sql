select
  {{ surrogate_key(["'span'", 'source', 'ticket_id', 'span_number']) }} as status_span_key,
  {{ surrogate_key(["'ticket'", 'source', 'ticket_id']) }} as ticket_key,
  source,
  ticket_id,
  span_number,
  status,
  started_at,
  ended_at,
  {{ minutes_between('started_at', 'ended_at') }} as calendar_minutes,
  case
    when ended_at is not null then {{ minutes_of_microseconds('business_ended - business_started') }}
  end as business_minutes
from {{ ref('int_ticket_statuses_spanned') }}

-- A state ends where the status changes; the last one is measured to as_of.
with changes as (
  select
    source,
    ticket_id,
    status,
    standing_status,
    is_dated,
    started_at,
    row_number() over (partition by source, ticket_id order by state_number) as span_number
  from {{ ref('int_ticket_states_spanned') }}
  where status is distinct from previous_status
),

-- One point for each start, and one at as_of, so that each instant is looked up once.
points as (
  select source, ticket_id, status, standing_status, is_dated, started_at, span_number from changes
  union all
  select
    tickets.source,
    tickets.ticket_id,
    cast(null as string) as status,
    cast(null as string) as standing_status,
    true as is_dated,
    clock.as_of as started_at,
    cast(null as bigint) as span_number
  from {{ ref('stg_ticketing__tickets') }} as tickets
  cross join {{ ref('stg_clock') }} as clock
),

clocked as (
  select
    points.*,
    {{ business_clock('points.started_at') }} as business_started
  from points
  {{ business_clock_joins('points', 'points.started_at') }}
),

followed as (
  select
    *,
    lead(started_at) over of_ticket as next_started_at,
    lead(business_started) over of_ticket as business_ended,
    lead(span_number) over of_ticket is null as is_last
  from clocked
  window of_ticket as (partition by source, ticket_id order by span_number asc nulls last)
)

select
  source,
  ticket_id,
  span_number,
  status,
  standing_status,
  is_dated,
  started_at,
  case when not is_last then next_started_at end as ended_at,
  -- The end of what can be measured: that of the span, or as_of.
  next_started_at as measured_to,
  business_started,
  business_ended,
  is_last
from followed
where span_number is not null

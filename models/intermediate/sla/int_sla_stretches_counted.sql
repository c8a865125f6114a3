-- While does the clock of a metric run? Reply times and the resolution never stop; the requester waits, and agents
-- work, only while the ticket has certain statuses. What ran before each stretch is added up on both clocks.
with waits as (
  select * from {{ ref('int_sla_waits_dated') }}
),

running as (
  select
    waits.source,
    waits.ticket_id,
    waits.metric,
    waits.started_at,
    spans.started_at as starts_at,
    spans.measured_to as ends_at,
    spans.business_started,
    {{ microseconds_between('spans.started_at', 'spans.measured_to') }} as calendar_length,
    spans.business_ended - spans.business_started as business_length
  from waits
  inner join {{ ref('int_ticket_statuses_spanned') }} as spans
    on
      waits.source = spans.source
      and waits.ticket_id = spans.ticket_id
      and (
        spans.status in ('new', 'open', 'unknown') or (spans.status = 'hold' and waits.metric = 'requester_wait')
      )
      and spans.started_at < spans.measured_to
  where waits.metric in ('requester_wait', 'agent_work')
),

endless as (
  select
    waits.source,
    waits.ticket_id,
    waits.metric,
    waits.started_at,
    waits.started_at as starts_at,
    timestamp '9999-12-31 00:00:00' as ends_at,
    {{ business_clock('waits.started_at') }} as business_started,
    cast(null as bigint) as calendar_length,
    cast(null as bigint) as business_length
  from waits
  {{ business_clock_joins('waits', 'waits.started_at') }}
  where waits.metric in ('first_reply', 'next_reply', 'resolution')
),

stretches as (
  select * from running
  union all
  select * from endless
)

select
  source,
  ticket_id,
  metric,
  started_at,
  starts_at,
  ends_at,
  lead(starts_at) over of_wait as next_starts_at,
  business_started,
  calendar_length,
  business_length,
  cast(coalesce(sum(calendar_length) over before_stretch, 0) as bigint) as calendar_before,
  cast(coalesce(sum(business_length) over before_stretch, 0) as bigint) as business_before
from stretches
window
  of_wait as (partition by source, ticket_id, metric, started_at order by starts_at nulls last),
  before_stretch as (
    partition by source, ticket_id, metric, started_at
    order by starts_at nulls last rows between unbounded preceding and 1 preceding
  )

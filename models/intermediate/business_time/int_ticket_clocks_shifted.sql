-- noqa: disable=LT02
-- The business clock of each ticket: 0 at its creation, running while the schedule in force is open. Of a schedule's
-- running total, clock_shift makes the ticket's; from the first stretch without a known calendar on it is NULL.
with stretches as (
  select
    *,
    case when ends_at != timestamp '9999-12-31 00:00:00' then ends_at end as ended_at
  from {{ ref('int_ticket_schedules_spanned') }}
),

measured as (
  select
    stretches.*,
    {{ business_total('starts', 'stretches.starts_at') }} as total_at_start,
    {{ business_total('ends', 'stretches.ended_at') }} as total_at_end
  from stretches
  left join {{ ref('int_schedule_steps_counted') }} as starts
    on
    {{ business_step('starts', 'stretches', 'stretches.starts_at') }}
  left join {{ ref('int_schedule_steps_counted') }} as ends
    on
    {{ business_step('ends', 'stretches', 'stretches.ended_at') }}
),

added as (
  select
    *,
    coalesce(sum(total_at_end - total_at_start) over earlier, 0) as microseconds_at_start,
    coalesce(sum(case when total_at_end is null or total_at_start is null then 1 else 0 end) over earlier, 0) as gaps
  from measured
  window earlier as (
    partition by source, ticket_id order by starts_at rows between unbounded preceding and 1 preceding
  )
)

select
  source,
  ticket_id,
  schedule_id,
  starts_at,
  ends_at,
  cast(
    case when gaps = 0 and total_at_start is not null then microseconds_at_start end as bigint
  ) as microseconds_at_start,
  cast(case when gaps = 0 then microseconds_at_start - total_at_start end as bigint) as clock_shift
from added

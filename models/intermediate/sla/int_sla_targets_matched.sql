-- Each wait with each target that was in force while it lasted, and the instant at which that target is used up: the
-- earliest one at which the clock shows it.
with waits as (
  select
    waits.*,
    clock.as_of,
    least(coalesce(waits.fulfilled_at, clock.as_of), waits.given_up_at, clock.as_of) as over_at
  from {{ ref('int_sla_waits_dated') }} as waits
  cross join {{ ref('stg_clock') }} as clock
),

-- What happens at the instant of a new target is judged by the old one.
matched as (
  select
    waits.*,
    targets.policy_id,
    targets.applied_at,
    targets.starts_at as in_force_from,
    targets.ends_at as in_force_to,
    targets.priority,
    targets.target_minutes,
    targets.clock,
    targets.kind,
    targets.target_minutes * 60000000 as target_microseconds,
    least(waits.over_at, targets.ends_at) as judged_at
  from waits
  inner join {{ ref('int_sla_targets_spanned') }} as targets
    on
      waits.source = targets.source
      and waits.ticket_id = targets.ticket_id
      and waits.metric = targets.metric
      and waits.started_at < targets.ends_at
      and (waits.over_at > targets.starts_at or (waits.over_at = targets.starts_at and not targets.follows_target))
),

-- Each bound stands on one side of its comparison, so that the joins stay joins by key.
stretches as (
  select
    source, ticket_id, metric, started_at, starts_at, 'calendar' as clock,
    cast(null as bigint) as clock_started,
    calendar_before as ran_before,
    calendar_before + coalesce(calendar_length, 1000000000000000000) as ran_until
  from {{ ref('int_sla_stretches_counted') }}
  union all
  select
    source, ticket_id, metric, started_at, starts_at, 'business' as clock,
    business_started as clock_started, business_before as ran_before,
    business_before + coalesce(business_length, 1000000000000000000) as ran_until
  from {{ ref('int_sla_stretches_counted') }}
  where business_started is not null
),

clocks as (
  select
    *,
    coalesce(
      lead(microseconds_at_start) over (partition by source, ticket_id order by starts_at), 9000000000000000000
    ) as microseconds_at_end
  from {{ ref('int_ticket_clocks_shifted') }}
),

-- The stretch in which the target is used up, and what the ticket's clock shows then.
reached as (
  select
    matched.*,
    {{ microseconds_later('stretches.starts_at', 'matched.target_microseconds - stretches.ran_before') }}
      as calendar_due_at,
    stretches.clock_started + matched.target_microseconds - stretches.ran_before as due_on_clock
  from matched
  left join stretches
    on
      matched.source = stretches.source
      and matched.ticket_id = stretches.ticket_id
      and matched.metric = stretches.metric
      and matched.started_at = stretches.started_at
      and matched.clock = stretches.clock
      and matched.target_microseconds > stretches.ran_before
      and matched.target_microseconds <= stretches.ran_until
),

on_schedule as (
  select
    reached.*,
    clocks.schedule_id,
    clocks.ends_at as schedule_ends_at,
    reached.due_on_clock - clocks.clock_shift as due_total
  from reached
  left join clocks
    on
      reached.source = clocks.source
      and reached.ticket_id = clocks.ticket_id
      and reached.due_on_clock > clocks.microseconds_at_start
      and reached.due_on_clock <= clocks.microseconds_at_end
),

dated as (
  select
    on_schedule.*,
    {{ microseconds_later('steps.starts_at', 'on_schedule.due_total - steps.microseconds_before') }} as business_due_at
  from on_schedule
  left join {{ ref('int_schedule_totals_bucketed') }} as steps
    on
      on_schedule.source = steps.source
      and on_schedule.schedule_id = steps.schedule_id
      and cast(floor(cast(on_schedule.due_total - 1 as double) / 86400000000) as bigint) = steps.bucket
      and on_schedule.due_total > steps.microseconds_before
      and on_schedule.due_total <= steps.microseconds_before + steps.open_microseconds
)

select
  source, ticket_id, metric, started_at, policy_id, applied_at, in_force_from, in_force_to, priority, kind, clock,
  target_minutes, target_microseconds, fulfilled_at, given_up_at, is_undated, active_until, solved_by, over_at,
  judged_at,
  case
    when target_microseconds <= 0 then started_at
    when clock = 'calendar' then calendar_due_at
    when business_due_at <= schedule_ends_at then business_due_at
  end as due_at
from dated

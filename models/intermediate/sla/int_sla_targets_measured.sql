-- What the clock of a target showed when it was judged; when the wait was over, where that was later; last before the
-- ticket's calendar was lost, or before a ticket that was resolved at no known time was active no more; and when a
-- ticket that was answered later was solved at the latest.
with losses as (
  select source, ticket_id, 'business' as clock, min(starts_at) as lost_at
  from {{ ref('int_ticket_clocks_shifted') }}
  where clock_shift is null
  group by source, ticket_id
),

looks as (
  select
    source, ticket_id, metric, started_at, policy_id, in_force_from, clock, judged_at as looked_at, 'judged' as look
  from {{ ref('int_sla_targets_matched') }}
  union all
  select
    source, ticket_id, metric, started_at, policy_id, in_force_from, clock, over_at as looked_at, 'over' as look
  from {{ ref('int_sla_targets_matched') }}
  where judged_at < over_at
  union all
  select
    source, ticket_id, metric, started_at, policy_id, in_force_from, clock,
    least(judged_at, solved_by) as looked_at,
    'solved' as look
  from {{ ref('int_sla_targets_matched') }}
  where solved_by is not null
  union all
  select
    targets.source, targets.ticket_id, targets.metric, targets.started_at, targets.policy_id, targets.in_force_from,
    targets.clock,
    {{ microseconds_later('least(
      targets.judged_at, coalesce(targets.active_until, targets.judged_at), coalesce(losses.lost_at, targets.judged_at)
    )', '-1') }} as looked_at,
    'known' as look
  from {{ ref('int_sla_targets_matched') }} as targets
  left join losses
    on
      targets.source = losses.source
      and targets.ticket_id = losses.ticket_id
      and targets.started_at < losses.lost_at
      and targets.judged_at >= losses.lost_at
      and targets.clock = losses.clock
  where
    case
      when targets.is_undated then targets.active_until > greatest(targets.started_at, targets.in_force_from)
      else losses.lost_at is not null
    end
),

-- The last stretch that had begun; before the first one nothing has run.
placed as (
  select
    looks.*,
    stretches.starts_at,
    stretches.business_started,
    stretches.calendar_before,
    stretches.business_before,
    case
      when stretches.starts_at is null then looks.started_at
      else least(looks.looked_at, coalesce(stretches.ends_at, looks.looked_at))
    end as read_at
  from looks
  left join {{ ref('int_sla_stretches_counted') }} as stretches
    on
      looks.source = stretches.source
      and looks.ticket_id = stretches.ticket_id
      and looks.metric = stretches.metric
      and looks.started_at = stretches.started_at
      and looks.looked_at >= stretches.starts_at
      and looks.looked_at < coalesce(stretches.next_starts_at, timestamp '9999-12-31 00:00:00')
)

select
  placed.source,
  placed.ticket_id,
  placed.metric,
  placed.started_at,
  placed.policy_id,
  placed.in_force_from,
  placed.look,
  case
    when placed.clock = 'calendar'
      then coalesce(placed.calendar_before + {{ microseconds_between('placed.starts_at', 'placed.read_at') }}, 0)
    -- Nothing has run, and the ticket had a clock when it began.
    when placed.starts_at is null and {{ business_clock('placed.read_at') }} is not null then 0
    else placed.business_before + {{ business_clock('placed.read_at') }} - placed.business_started
  end as elapsed_microseconds
from placed
{{ business_clock_joins('placed', 'placed.read_at') }}

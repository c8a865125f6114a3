-- What the clock of a target showed when it was judged; and when the wait was over, where that was later.
with looks as (
  select
    source, ticket_id, metric, started_at, policy_id, in_force_from, clock, judged_at as looked_at, true as is_verdict
  from {{ ref('int_sla_targets_matched') }}
  union all
  select
    source, ticket_id, metric, started_at, policy_id, in_force_from, clock, over_at as looked_at, false as is_verdict
  from {{ ref('int_sla_targets_matched') }}
  where judged_at < over_at
),

-- The last stretch that had begun; before the first one nothing has run.
placed as (
  select
    looks.*,
    stretches.starts_at,
    stretches.business_started,
    stretches.calendar_before,
    stretches.business_before,
    least(looks.looked_at, coalesce(stretches.ends_at, looks.looked_at)) as read_at
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
  placed.is_verdict,
  case
    when placed.clock = 'calendar'
      then coalesce(placed.calendar_before + {{ microseconds_between('placed.starts_at', 'placed.read_at') }}, 0)
    -- Nothing has run, and the ticket has a clock.
    when placed.starts_at is null and {{ business_clock('placed.read_at') }} is not null then 0
    else placed.business_before + {{ business_clock('placed.read_at') }} - placed.business_started
  end as elapsed_microseconds
from placed
{{ business_clock_joins('placed', 'placed.read_at') }}

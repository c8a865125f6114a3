-- One verdict for each policy, metric and start: that of the first target by which it was decided, else the state of
-- the last one. Met is elapsed <= target, in the whole seconds in which durations are stated.
with judged as (
  select
    targets.*,
    measured.elapsed_microseconds,
    case
      when later.look is null then measured.elapsed_microseconds else later.elapsed_microseconds
    end as elapsed_when_over,
    case
      -- It was known up to one microsecond before the calendar was lost, or the ticket was last seen active.
      when
        (measured.elapsed_microseconds is null or targets.is_undated)
        and known.elapsed_microseconds >= targets.target_microseconds + 999999
        then 'breached'
      when measured.elapsed_microseconds is null or targets.is_undated then 'cancelled'
      when measured.elapsed_microseconds >= targets.target_microseconds + 1000000 then 'breached'
      when targets.judged_at = targets.fulfilled_at then 'met'
      when targets.judged_at < targets.given_up_at and targets.judged_at < targets.in_force_to then 'running'
      else 'cancelled'
    end as status
  from {{ ref('int_sla_targets_matched') }} as targets
  inner join {{ ref('int_sla_targets_measured') }} as measured
    on
      measured.look = 'judged'
      and targets.source = measured.source
      and targets.ticket_id = measured.ticket_id
      and targets.metric = measured.metric
      and targets.started_at = measured.started_at
      and targets.policy_id = measured.policy_id
      and targets.in_force_from = measured.in_force_from
  left join {{ ref('int_sla_targets_measured') }} as later
    on
      later.look = 'over'
      and targets.source = later.source
      and targets.ticket_id = later.ticket_id
      and targets.metric = later.metric
      and targets.started_at = later.started_at
      and targets.policy_id = later.policy_id
      and targets.in_force_from = later.in_force_from
  left join {{ ref('int_sla_targets_measured') }} as known
    on
      known.look = 'known'
      and targets.source = known.source
      and targets.ticket_id = known.ticket_id
      and targets.metric = known.metric
      and targets.started_at = known.started_at
      and targets.policy_id = known.policy_id
      and targets.in_force_from = known.in_force_from
),

decisive as (
  select
    *,
    status in ('met', 'breached') as is_decided
  from judged
  qualify row_number() over (
    partition by source, ticket_id, policy_id, metric, started_at
    order by
      case when status in ('met', 'breached') then 0 else 1 end nulls last,
      case when status in ('met', 'breached') then in_force_from end asc nulls last,
      in_force_from desc nulls last
  ) = 1
)

select
  source,
  ticket_id,
  policy_id,
  metric,
  started_at,
  kind,
  clock,
  priority,
  target_minutes,
  applied_at,
  -- Statuses that were guessed tell no instant, but that at which a ticket was late for certain.
  case when not is_undated or metric = 'resolution' or status = 'breached' then due_at end as due_at,
  case when fulfilled_at <= over_at then fulfilled_at end as fulfilled_at,
  is_undated,
  status,
  -- A target that was used up before it was applied is breached when it is applied.
  case
    when status = 'met' then fulfilled_at
    when status = 'breached' then greatest(coalesce(due_at, judged_at), in_force_from)
  end as decided_at,
  -- Where it stands: at the decision, at the cancellation, or at as_of.
  case when status = 'breached' then greatest(coalesce(due_at, judged_at), in_force_from) else judged_at end as seen_at,
  case
    when not is_undated then case when status = 'breached' then elapsed_when_over else elapsed_microseconds end
  end as elapsed_microseconds
from decisive

-- One verdict for each policy, metric and start: that of the first target by which it was decided, else the state of
-- the last one. Met is elapsed <= target, in the whole seconds in which durations are stated.
with compared as (
  select
    targets.*,
    measured.elapsed_microseconds,
    case
      when later.look is null then measured.elapsed_microseconds else later.elapsed_microseconds
    end as elapsed_when_over,
    -- It was known up to one microsecond before the calendar was lost, or the ticket was last seen active.
    coalesce(
      case
        when not targets.is_undated then measured.elapsed_microseconds >= targets.target_microseconds + 1000000
      end,
      known.elapsed_microseconds >= targets.target_microseconds + 999999,
      false
    ) as is_exceeded,
    -- A target that was used up, or applied, only when the ticket was solved for certain was neither missed nor met.
    coalesce(targets.in_force_from >= targets.solved_by, false) as is_applied_afterwards,
    targets.solved_by is null or coalesce(
      solved.elapsed_microseconds >= targets.target_microseconds + 1000000,
      known.elapsed_microseconds >= targets.target_microseconds + 999999,
      false
    ) as is_exceeded_unsolved
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
  left join {{ ref('int_sla_targets_measured') }} as solved
    on
      solved.look = 'solved'
      and targets.source = solved.source
      and targets.ticket_id = solved.ticket_id
      and targets.metric = solved.metric
      and targets.started_at = solved.started_at
      and targets.policy_id = solved.policy_id
      and targets.in_force_from = solved.in_force_from
),

judged as (
  select
    *,
    is_applied_afterwards or (is_exceeded and not is_exceeded_unsolved) as is_solved_before,
    case
      when is_applied_afterwards then 'cancelled'
      when is_exceeded and is_exceeded_unsolved then 'breached'
      when is_exceeded or is_undated or elapsed_microseconds is null then 'cancelled'
      when judged_at = fulfilled_at then 'met'
      when judged_at < given_up_at and judged_at < in_force_to then 'running'
      else 'cancelled'
    end as status
  from compared
),

decisive as (
  select
    *,
    is_undated or is_solved_before
    or (solved_by is not null and elapsed_microseconds is null and status = 'cancelled') as has_no_end
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
  case when not has_no_end or metric = 'resolution' or status = 'breached' then due_at end as due_at,
  case when fulfilled_at <= over_at and (solved_by is null or not has_no_end) then fulfilled_at end as fulfilled_at,
  has_no_end as is_undated,
  status,
  -- A target that was used up before it was applied is breached when it is applied.
  case
    when status = 'met' then fulfilled_at
    when status = 'breached' then greatest(coalesce(due_at, judged_at), in_force_from)
  end as decided_at,
  -- Where it stands: at the decision, at the cancellation, or at as_of.
  case when status = 'breached' then greatest(coalesce(due_at, judged_at), in_force_from) else judged_at end as seen_at,
  case
    when not has_no_end then case when status = 'breached' then elapsed_when_over else elapsed_microseconds end
  end as elapsed_microseconds
from decisive

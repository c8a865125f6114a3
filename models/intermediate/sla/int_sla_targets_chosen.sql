-- The target in force when a policy was applied: the one that the source froze on the ticket; else that of the policy,
-- in its version of that instant (the first one before any), for the ticket's priority rather than for any priority.
with policies as (
  select * from {{ ref('int_sla_policies_dated') }}
),

any_priority as (
  select * from policies where priority = '*'
),

kinds as (
  select * from {{ ref('int_sla_policies_kinded') }}
),

prioritised as (
  select
    applied.*,
    greatest(applied.applied_at, tickets.created_at) as starts_at,
    states.priority
  from {{ ref('int_sla_targets_applied') }} as applied
  inner join {{ ref('stg_ticketing__tickets') }} as tickets
    on applied.source = tickets.source and applied.ticket_id = tickets.ticket_id
  left join {{ ref('int_ticket_states_spanned') }} as states
    on
      applied.source = states.source
      and applied.ticket_id = states.ticket_id
      and greatest(applied.applied_at, tickets.created_at) >= states.started_at
      and greatest(applied.applied_at, tickets.created_at)
      < coalesce(states.ended_at, timestamp '9999-12-31 00:00:00')
),

-- A target for the ticket's own priority holds before one for any, unless it was not valid yet and the other was.
matched as (
  select
    prioritised.*,
    coalesce(kinds.kind, 'formal') as policy_kind,
    own.policy_id is not null and coalesce(not own.is_ahead or any_priority.is_ahead, true) as is_of_priority,
    own.target_minutes as own_minutes,
    own.clock as own_clock,
    own.kind as own_kind,
    any_priority.target_minutes as any_minutes,
    any_priority.clock as any_clock,
    any_priority.kind as any_kind
  from prioritised
  left join kinds
    on
      prioritised.source = kinds.source
      and prioritised.policy_id = kinds.policy_id
      and prioritised.metric = kinds.metric
  left join policies as own
    on
      prioritised.source = own.source
      and prioritised.policy_id = own.policy_id
      and prioritised.metric = own.metric
      and lower(prioritised.priority) = own.priority
      and prioritised.applied_at >= own.holds_from
      and prioritised.applied_at < own.holds_to
  left join any_priority
    on
      prioritised.source = any_priority.source
      and prioritised.policy_id = any_priority.policy_id
      and prioritised.metric = any_priority.metric
      and prioritised.applied_at >= any_priority.holds_from
      and prioritised.applied_at < any_priority.holds_to
)

select
  source,
  ticket_id,
  policy_id,
  metric,
  applied_at,
  starts_at,
  priority,
  frozen_minutes is not null as is_frozen,
  is_of_metric,
  coalesce(frozen_minutes, case when is_of_priority then own_minutes else any_minutes end) as target_minutes,
  -- Where nobody says which clock, time does not stop; where nobody says informal, it is formal.
  coalesce(frozen_clock, case when is_of_priority then own_clock else any_clock end, 'calendar') as clock,
  coalesce(case when is_of_priority then own_kind else any_kind end, policy_kind) as kind,
  policy_kind
from matched

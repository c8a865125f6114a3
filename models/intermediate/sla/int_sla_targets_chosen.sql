-- The target in force when a policy was applied: the one that the source froze on the ticket; else that of the policy,
-- in its version of that instant (the first one before any), for the ticket's priority rather than for any priority.
with policies as (
  select
    source, policy_id, metric, valid_from, target_minutes, clock,
    lower(priority) as priority,
    coalesce(nullif(kind, 'unknown'), 'formal') as kind
  from {{ ref('stg_ticketing__sla_policies') }}
),

-- A row without metric applies all metrics of its policy.
applied as (
  select
    slas.source,
    slas.ticket_id,
    slas.policy_id,
    coalesce(nullif(slas.metric, ''), kinded.metric) as metric,
    slas.applied_at,
    case when coalesce(slas.metric, '') != '' then slas.target_minutes end as frozen_minutes,
    coalesce(slas.metric, '') != '' as is_of_metric
  from {{ ref('stg_ticketing__ticket_slas') }} as slas
  left join {{ ref('int_sla_policies_kinded') }} as kinded
    on
      kinded.has_metric
      and slas.source = kinded.source
      and case when coalesce(slas.metric, '') = '' then slas.policy_id end = kinded.policy_id
),

-- Of a policy applied to a metric and as a whole at one instant, the metric's own holds.
single as (
  select applied.*, greatest(applied.applied_at, tickets.created_at) as starts_at
  from applied
  inner join {{ ref('stg_ticketing__tickets') }} as tickets
    on applied.source = tickets.source and applied.ticket_id = tickets.ticket_id
  where applied.metric in ('first_reply', 'next_reply', 'requester_wait', 'agent_work', 'resolution')
  qualify row_number() over (
    partition by applied.source, applied.ticket_id, applied.policy_id, applied.metric, applied.applied_at
    order by
      case when applied.frozen_minutes is null then 1 else 0 end nulls last,
      case when applied.is_of_metric then 0 else 1 end nulls last
  ) = 1
),

prioritised as (
  select single.*, states.priority
  from single
  left join {{ ref('int_ticket_states_spanned') }} as states
    on
      single.source = states.source
      and single.ticket_id = states.ticket_id
      and single.starts_at >= states.started_at
      and single.starts_at < coalesce(states.ended_at, timestamp '9999-12-31 00:00:00')
),

-- A target for the ticket's own priority is wanted, or else one for any.
wanted as (
  select *, lower(priority) as wanted_priority from prioritised
  union all
  select *, '*' as wanted_priority from prioritised
),

frozen_clocks as (
  select
    source, ticket_id, changed_at,
    replace(field, 'sla_target:', '') as metric,
    split_part(value, ' ', 2) as clock
  from {{ ref('stg_ticketing__ticket_changes') }}
  where field like 'sla_target:%' and split_part(value, ' ', 2) in ('business', 'calendar')
  qualify row_number() over (
    partition by source, ticket_id, field, changed_at order by sequence desc nulls last, value desc nulls last
  ) = 1
)

select
  wanted.source,
  wanted.ticket_id,
  wanted.policy_id,
  wanted.metric,
  wanted.applied_at,
  wanted.starts_at,
  wanted.priority,
  wanted.frozen_minutes is not null as is_frozen,
  wanted.is_of_metric,
  -- A thousand million minutes are far beyond every calendar.
  case
    when coalesce(wanted.frozen_minutes, policies.target_minutes) > 1000000000 then 1000000000
    else coalesce(wanted.frozen_minutes, policies.target_minutes)
  end as target_minutes,
  -- Where nobody says which clock, time does not stop; where nobody says informal, it is formal.
  coalesce(
    case when wanted.frozen_minutes is not null then frozen_clocks.clock end,
    nullif(policies.clock, 'unknown'),
    'calendar'
  ) as clock,
  coalesce(policies.kind, kinded.kind, 'formal') as kind,
  coalesce(kinded.kind, 'formal') as policy_kind
from wanted
left join policies
  on
    wanted.source = policies.source
    and wanted.policy_id = policies.policy_id
    and wanted.metric = policies.metric
    and wanted.wanted_priority = policies.priority
left join {{ ref('int_sla_policies_kinded') }} as kinded
  on wanted.source = kinded.source and wanted.policy_id = kinded.policy_id and wanted.metric = kinded.metric
left join frozen_clocks
  on
    wanted.source = frozen_clocks.source
    and wanted.ticket_id = frozen_clocks.ticket_id
    and wanted.metric = frozen_clocks.metric
    and wanted.applied_at = frozen_clocks.changed_at
qualify row_number() over (
  partition by wanted.source, wanted.ticket_id, wanted.policy_id, wanted.metric, wanted.applied_at
  order by
    case when policies.policy_id is null then 1 else 0 end nulls last,
    case when coalesce(policies.valid_from <= wanted.applied_at, true) then 0 else 1 end nulls last,
    case when policies.priority = '*' then 1 else 0 end nulls last,
    case when policies.valid_from <= wanted.applied_at then policies.valid_from end desc nulls last,
    policies.valid_from asc nulls first
) = 1

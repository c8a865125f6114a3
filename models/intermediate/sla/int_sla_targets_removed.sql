-- A removal ends what it names: an emptied policy the kind of the policy that stood there before, an emptied target the
-- kind of the one that was frozen last. Where the history does not say which, both kinds end.
with emptied as (
  select source, ticket_id, field, replace(field, 'sla_target:', '') as metric, changed_at
  from {{ ref('stg_ticketing__ticket_changes') }}
  where (field = 'sla_policy_id' or field like 'sla_target:%') and coalesce(value, '') = ''
),

policies as (
  select
    emptied.source,
    emptied.ticket_id,
    emptied.changed_at,
    changes.value as policy_id
  from emptied
  inner join {{ ref('stg_ticketing__ticket_changes') }} as changes
    on
      emptied.source = changes.source
      and emptied.ticket_id = changes.ticket_id
      and emptied.field = changes.field
      and emptied.changed_at > changes.changed_at
  where emptied.field = 'sla_policy_id' and changes.value != ''
  qualify row_number() over (
    partition by emptied.source, emptied.ticket_id, emptied.changed_at
    order by changes.changed_at desc nulls last, changes.sequence desc nulls last, changes.value desc nulls last
  ) = 1
),

targets as (
  select
    emptied.source,
    emptied.ticket_id,
    emptied.metric,
    emptied.changed_at,
    chosen.policy_kind
  from emptied
  inner join {{ ref('int_sla_targets_chosen') }} as chosen
    on
      emptied.source = chosen.source
      and emptied.ticket_id = chosen.ticket_id
      and emptied.metric = chosen.metric
      and emptied.changed_at > chosen.applied_at
  where chosen.is_frozen
  qualify row_number() over (
    partition by emptied.source, emptied.ticket_id, emptied.metric, emptied.changed_at
    order by chosen.applied_at desc nulls last, chosen.policy_id asc nulls last
  ) = 1
),

kinds as (
  select 'formal' as policy_kind
  union all
  select 'informal' as policy_kind
),

metrics as (
  select distinct metric from {{ ref('int_sla_policies_kinded') }}
),

removed as (
  select
    emptied.source,
    emptied.ticket_id,
    metrics.metric,
    emptied.changed_at,
    case when policies.policy_id is not null then coalesce(kinded.kind, 'formal') end as policy_kind
  from emptied
  cross join metrics
  left join policies
    on
      emptied.source = policies.source
      and emptied.ticket_id = policies.ticket_id
      and emptied.changed_at = policies.changed_at
  left join {{ ref('int_sla_policies_kinded') }} as kinded
    on policies.source = kinded.source and policies.policy_id = kinded.policy_id and metrics.metric = kinded.metric
  where emptied.field = 'sla_policy_id'
  union all
  select
    emptied.source,
    emptied.ticket_id,
    emptied.metric,
    emptied.changed_at,
    targets.policy_kind
  from emptied
  left join targets
    on
      emptied.source = targets.source
      and emptied.ticket_id = targets.ticket_id
      and emptied.metric = targets.metric
      and emptied.changed_at = targets.changed_at
  where emptied.field != 'sla_policy_id'
)

select distinct
  removed.source,
  removed.ticket_id,
  removed.metric,
  kinds.policy_kind,
  removed.changed_at as removed_at
from removed
cross join kinds
where kinds.policy_kind = coalesce(removed.policy_kind, kinds.policy_kind)

{#
  A target that Zendesk froze on a ticket belongs to the policy that was in force then: the last one applied, else the
  first one to come, else none that is known. A policy without frozen targets is a row without metric.
#}
with policies as (
  select * from {{ ref('stg_zendesk__ticket_sla_policy') }}
  where policy_id is not null
),

targets as (
  select
    ticket_id,
    replace(field, 'sla_target:', '') as metric,
    changed_at as applied_at,
    sequence,
    case
      when {{ matches('value', '^[0-9]{1,9}([.]0+)? ') }}
        then try_cast(split_part(split_part(value, ' ', 1), '.', 1) as bigint)
    end as target_minutes,
    split_part(value, ' ', 2) as clock,
    _updated_at
  from {{ ref('stg_zendesk__ticket_field_history') }}
  where field like 'sla_target:%' and value is not null
),

frozen as (
  select
    targets.*,
    coalesce(policies.policy_id, 'unknown') as policy_id
  from targets
  left join policies on targets.ticket_id = policies.ticket_id
  qualify row_number() over (
    partition by targets.ticket_id, targets.metric, targets.applied_at
    order by
      targets.sequence desc nulls last,
      case when policies.applied_at <= targets.applied_at then policies.applied_at end desc nulls last,
      policies.applied_at asc nulls last,
      policies.policy_id asc nulls last
  ) = 1
),

with_targets as (
  select distinct ticket_id, policy_id from frozen
)

select ticket_id, policy_id, applied_at, metric, target_minutes, clock, _updated_at
from frozen
union all
select
  policies.ticket_id,
  policies.policy_id,
  policies.applied_at,
  cast(null as string) as metric,
  cast(null as bigint) as target_minutes,
  cast(null as string) as clock,
  policies._updated_at
from policies
left join with_targets
  on policies.ticket_id = with_targets.ticket_id and policies.policy_id = with_targets.policy_id
where with_targets.policy_id is null

-- A target holds until the next one for its metric on the ticket, or until the policy is taken away.
{% set metrics = ['first_reply', 'next_reply', 'requester_wait', 'agent_work', 'resolution'] %}
with chosen as (
  select * from {{ ref('int_sla_targets_chosen') }}
  where target_minutes is not null
),

removed as (
  select source, ticket_id, replace(field, 'sla_target:', '') as metric, changed_at
  from {{ ref('stg_ticketing__ticket_changes') }}
  where field like 'sla_target:%' and coalesce(value, '') = ''
  {%- for metric in metrics %}
  union all
  select source, ticket_id, '{{ metric }}' as metric, changed_at
  from {{ ref('stg_ticketing__ticket_changes') }}
  where field = 'sla_policy_id' and coalesce(value, '') = ''
  {%- endfor %}
),

with_targets as (
  select distinct source, ticket_id, metric from chosen
),

points as (
  select source, ticket_id, metric, starts_at, applied_at, policy_id, true as is_target from chosen
  union all
  select
    removed.source,
    removed.ticket_id,
    removed.metric,
    removed.changed_at as starts_at,
    removed.changed_at as applied_at,
    cast(null as string) as policy_id,
    false as is_target
  from removed
  inner join with_targets
    on
      removed.source = with_targets.source
      and removed.ticket_id = with_targets.ticket_id
      and removed.metric = with_targets.metric
),

-- What is applied at the instant of a removal holds.
single as (
  select *
  from points
  qualify row_number() over (
    partition by source, ticket_id, metric, starts_at
    order by case when is_target then 0 else 1 end nulls last, applied_at desc nulls last, policy_id asc nulls last
  ) = 1
),

followed as (
  select
    *,
    coalesce(lead(starts_at) over of_metric, timestamp '9999-12-31 00:00:00') as ends_at,
    coalesce(lag(is_target) over of_metric, false) as follows_target
  from single
  window of_metric as (partition by source, ticket_id, metric order by starts_at nulls last)
)

select
  chosen.source,
  chosen.ticket_id,
  chosen.metric,
  chosen.policy_id,
  chosen.applied_at,
  followed.starts_at,
  followed.ends_at,
  followed.follows_target,
  chosen.priority,
  chosen.target_minutes,
  chosen.clock,
  chosen.kind
from followed
inner join chosen
  on
    followed.is_target
    and followed.source = chosen.source
    and followed.ticket_id = chosen.ticket_id
    and followed.metric = chosen.metric
    and followed.applied_at = chosen.applied_at

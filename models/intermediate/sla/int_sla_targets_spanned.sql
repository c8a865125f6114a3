-- A target holds until the next one of its kind for its metric on the ticket, or until it is taken away.
with points as (
  select
    source, ticket_id, metric, policy_kind, starts_at, applied_at, true as is_target,
    policy_id, is_frozen, is_of_metric, priority, target_minutes, clock, kind
  from {{ ref('int_sla_targets_chosen') }}
  where target_minutes is not null
  union all
  select
    source, ticket_id, metric, policy_kind,
    removed_at as starts_at,
    removed_at as applied_at,
    false as is_target,
    cast(null as string) as policy_id,
    false as is_frozen,
    false as is_of_metric,
    cast(null as string) as priority,
    cast(null as bigint) as target_minutes,
    cast(null as string) as clock,
    cast(null as string) as kind
  from {{ ref('int_sla_targets_removed') }}
),

-- What is applied at the instant of a removal holds; of several targets of one instant and kind, one holds.
single as (
  select *
  from points
  qualify row_number() over (
    partition by source, ticket_id, metric, policy_kind, starts_at
    order by
      case when is_target then 0 else 1 end nulls last,
      applied_at desc nulls last,
      case when is_frozen then 0 else 1 end nulls last,
      case when is_of_metric then 0 else 1 end nulls last,
      policy_id asc nulls last
  ) = 1
),

followed as (
  select
    *,
    coalesce(lead(starts_at) over of_kind, timestamp '9999-12-31 00:00:00') as ends_at,
    coalesce(lag(is_target) over of_kind, false) as follows_target
  from single
  window of_kind as (partition by source, ticket_id, metric, policy_kind order by starts_at nulls last)
)

select
  source,
  ticket_id,
  metric,
  policy_id,
  applied_at,
  starts_at,
  ends_at,
  follows_target,
  priority,
  target_minutes,
  clock,
  kind
from followed
where is_target

-- The versions of a policy's targets follow one another; before the first one was valid, it counts all the same.
with versions as (
  select
    source,
    policy_id,
    metric,
    lower(priority) as priority,
    coalesce(valid_from, timestamp '0001-01-01 00:00:00') as valid_from,
    nullif(clock, 'unknown') as clock,
    coalesce(nullif(kind, 'unknown'), 'formal') as kind,
    -- A thousand million minutes are far beyond every calendar.
    case when target_minutes > 1000000000 then 1000000000 else target_minutes end as target_minutes
  from {{ ref('stg_ticketing__sla_policies') }}
  qualify row_number() over (
    partition by source, policy_id, metric, lower(priority), valid_from order by priority asc nulls last
  ) = 1
),

followed as (
  select
    *,
    lag(valid_from) over of_target is null as is_first,
    coalesce(lead(valid_from) over of_target, timestamp '9999-12-31 00:00:00') as holds_to
  from versions
  window of_target as (partition by source, policy_id, metric, priority order by valid_from nulls last)
)

select
  source, policy_id, metric, priority, target_minutes, clock, kind,
  valid_from as holds_from,
  holds_to,
  false as is_ahead
from followed
union all
select
  source, policy_id, metric, priority, target_minutes, clock, kind,
  timestamp '0001-01-01 00:00:00' as holds_from,
  valid_from as holds_to,
  true as is_ahead
from followed
where is_first and valid_from > timestamp '0001-01-01 00:00:00'

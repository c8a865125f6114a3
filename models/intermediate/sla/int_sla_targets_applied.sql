-- What was applied to which metric of a ticket. A row without metric applies all metrics that its policy had then, but
-- those that were applied by themselves at that instant; a target that it froze is of the one that the policy had then.
with metrics as (
  select
    source, policy_id, metric,
    min(coalesce(valid_from, timestamp '0001-01-01 00:00:00')) as valid_from
  from {{ ref('stg_ticketing__sla_policies') }}
  group by source, policy_id, metric
),

-- Until the second metric is valid, the first one is the only one; before the policy is valid, what it then has counts.
followed as (
  select
    *,
    min(valid_from) over (partition by source, policy_id) as policy_valid_from,
    case
      when lag(valid_from) over of_policy is null
        then coalesce(lead(valid_from) over of_policy, timestamp '9999-12-31 00:00:00')
    end as alone_until
  from metrics
  window of_policy as (partition by source, policy_id order by valid_from nulls last, metric nulls last)
),

-- A thousand million minutes are far beyond every calendar.
slas as (
  select
    source, ticket_id, policy_id, metric, applied_at, clock,
    coalesce(metric, '') != '' as is_of_metric,
    case when target_minutes > 1000000000 then 1000000000 else target_minutes end as target_minutes
  from {{ ref('stg_ticketing__ticket_slas') }}
),

applied as (
  select
    source, ticket_id, policy_id, metric, applied_at,
    target_minutes as frozen_minutes,
    clock as frozen_clock,
    is_of_metric
  from slas
  where is_of_metric
  union all
  select
    wholes.source,
    wholes.ticket_id,
    wholes.policy_id,
    followed.metric,
    wholes.applied_at,
    case
      when greatest(wholes.applied_at, followed.valid_from) < followed.alone_until then wholes.target_minutes
    end as frozen_minutes,
    cast(null as string) as frozen_clock,
    false as is_of_metric
  from slas as wholes
  inner join followed
    on
      wholes.source = followed.source
      and wholes.policy_id = followed.policy_id
      and greatest(wholes.applied_at, followed.policy_valid_from) >= followed.valid_from
  left join slas as own
    on
      own.is_of_metric
      and wholes.source = own.source
      and wholes.ticket_id = own.ticket_id
      and wholes.policy_id = own.policy_id
      and followed.metric = own.metric
      and wholes.applied_at = own.applied_at
  where not wholes.is_of_metric and own.metric is null
),

-- Where the source does not say with its target which clock it froze, the changes do.
frozen_clocks as (
  select
    source, ticket_id, changed_at,
    replace(field, 'sla_target:', '') as metric,
    split_part(value, ' ', 2) as clock
  from {{ ref('stg_ticketing__ticket_changes') }}
  where
    field like 'sla_target:%' and split_part(value, ' ', 2) in ('business', 'calendar')
    and source in (select slas.source from slas where slas.is_of_metric and slas.clock is null)
  qualify row_number() over (
    partition by source, ticket_id, field, changed_at order by sequence desc nulls last, value desc nulls last
  ) = 1
)

select
  applied.source,
  applied.ticket_id,
  applied.policy_id,
  applied.metric,
  applied.applied_at,
  applied.frozen_minutes,
  case
    when applied.frozen_minutes is not null then coalesce(applied.frozen_clock, frozen_clocks.clock)
  end as frozen_clock,
  applied.is_of_metric
from applied
left join frozen_clocks
  on
    applied.source = frozen_clocks.source
    and applied.ticket_id = frozen_clocks.ticket_id
    and applied.metric = frozen_clocks.metric
    and applied.applied_at = frozen_clocks.changed_at
where applied.metric in ('first_reply', 'next_reply', 'requester_wait', 'agent_work', 'resolution')

-- Metrics that the contract does not know (periodic and pausable updates) keep their word: since when a policy has any
-- says what an application of it promised.
with metrics as (
  {{ records('zendesk', 'sla_policy_metric_history') }}
),

named as (
  select
    *,
    case metric
      when 'first_reply_time' then 'first_reply'
      when 'next_reply_time' then 'next_reply'
      when 'requester_wait_time' then 'requester_wait'
      when 'agent_work_time' then 'agent_work'
      when 'total_resolution_time' then 'resolution'
      else metric
    end as metric_name
  from metrics
)

select
  sla_policy_id as policy_id,
  metric_name as metric,
  coalesce(priority, '*') as priority,
  sla_policy_updated_at as valid_from,
  target as target_minutes,
  case when business_hours then 'business' else 'calendar' end as clock,
  _updated_at,
  _is_deleted,
  _arrived_at,
  _delivery,
  _record
from named

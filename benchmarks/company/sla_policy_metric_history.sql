select
  800000 + policy as sla_policy_id,
  row_number() over (partition by policy order by metric, priority) as index,
  getvariable('starts_at')::timestamptz - interval 30 day as sla_policy_updated_at,
  metric != 'requester_wait_time' as business_hours,
  metric,
  priority,
  policy * base * case priority when 'urgent' then 1 when 'high' then 2 when 'normal' then 4 else 8 end as target,
  getvariable('starts_at')::timestamptz - interval 30 day as _fivetran_synced,
  false as _fivetran_deleted
from range(1, 5) as policies (policy)
cross join (
  values ('first_reply_time', 30), ('next_reply_time', 60), ('requester_wait_time', 240), ('agent_work_time', 120)
) as metrics (metric, base)
cross join (values ('low'), ('normal'), ('high'), ('urgent')) as priorities (priority)
order by 1, 2

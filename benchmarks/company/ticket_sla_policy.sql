select
  ticket_id,
  800001 + organization_id % 4 as sla_policy_id,
  created_at at time zone 'UTC' as policy_applied_at,
  created_at at time zone 'UTC' as _fivetran_synced,
  false as _fivetran_deleted
from plan
where organization_id is not null
order by ticket_id

-- The last update of an incident says how it ended: only there are resolved_at, closed_at and made_sla final.
with last_updates as (
  select * from {{ ref('stg_servicenow__incident_event_log') }}
  where is_last
)

select
  number as ticket_id,
  caller_id as requester_id,
  assigned_to as assignee_id,
  assignment_group as team_id,
  coalesce(contact_type, 'unknown') as channel,
  category as topic,
  'incident' as kind,
  priority,
  status,
  opened_at as created_at,
  case when status in ('solved', 'closed') then resolved_at end as solved_at,
  case when status = 'closed' then coalesce(closed_at, sys_updated_at) end as closed_at,
  made_sla as source_sla_met,
  true as is_resolution_stated,
  true as is_history_complete,
  reopen_count as source_reopen_count,
  reassignment_count as source_reassignment_count,
  _updated_at,
  _is_deleted,
  _arrived_at,
  _delivery,
  _record
from last_updates

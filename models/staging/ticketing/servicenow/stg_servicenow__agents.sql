-- Whoever was assigned an incident; the log says nothing else of them.
select distinct assigned_to as agent_id
from {{ ref('stg_servicenow__incident_event_log') }}
where assigned_to is not null

-- Whoever called; the log says nothing else of them.
select distinct caller_id as requester_id
from {{ ref('stg_servicenow__incident_event_log') }}
where caller_id is not null

-- A group has no other name than its id.
select distinct
  assignment_group as team_id,
  assignment_group as name
from {{ ref('stg_servicenow__incident_event_log') }}
where assignment_group is not null

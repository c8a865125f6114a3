-- Where a version names no team the agent had none then, and neither has who was deleted.
select
  versions.source,
  versions.agent_id,
  versions.valid_from,
  versions.valid_to,
  teams.team_key,
  teams.team
from {{ ref('stg_ticketing__agent_versions') }} as versions
inner join {{ ref('int_teams_labelled') }} as teams
  on versions.source = teams.source and versions.team_id = teams.team_id
where not versions.is_deleted

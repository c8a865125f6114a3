select
  {{ surrogate_key(["'agent'", 'versions.source', 'versions.agent_id', 'versions.valid_from']) }} as agent_version_key,
  agents.agent_key,
  versions.valid_from,
  versions.valid_to,
  coalesce(teams.team_key, {{ unknown_key() }}) as team_key,
  coalesce(versions.is_active, false) as is_active
from {{ ref('stg_ticketing__agent_versions') }} as versions
inner join {{ ref('int_agents_labelled') }} as agents
  on versions.source = agents.source and versions.agent_id = agents.agent_id
left join {{ ref('int_teams_labelled') }} as teams
  on versions.source = teams.source and versions.team_id = teams.team_id
where not versions.is_deleted

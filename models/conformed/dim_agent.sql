select
  agents.agent_key,
  agents.source,
  agents.agent_id,
  agents.agent,
  coalesce(teams.team_key, {{ unknown_key() }}) as team_key,
  agents.employee_id,
  agents.is_bot,
  agents.is_active,
  agents.is_listed,
  agents.created_at
from {{ ref('int_agents_labelled') }} as agents
left join {{ ref('int_teams_labelled') }} as teams
  on agents.source = teams.source and agents.team_id = teams.team_id
union all
select
  {{ unknown_key() }} as agent_key,
  'unknown' as source,
  'unknown' as agent_id,
  'unknown' as agent,
  {{ unknown_key() }} as team_key,
  cast(null as string) as employee_id,
  false as is_bot,
  false as is_active,
  false as is_listed,
  cast(null as timestamp) as created_at

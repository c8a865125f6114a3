-- Who had a call or chat: the agent of its last leg that has one, and the team that they were in when it began; a chat
-- whose agent is unknown or had no team is its own team's.
with conversation_staff as (
  select
    conversations.contact_kind,
    conversations.source,
    conversations.record_id,
    agents.agent_key,
    agents.agent,
    coalesce(agent_teams.team_key, chat_teams.team_key) as team_key,
    coalesce(agent_teams.team, chat_teams.team) as team
  from {{ ref('int_conversations_gathered') }} as conversations
  left join {{ ref('int_staff_references_resolved') }} as named
    on
      named.kind = 'agent'
      and named.domain = 'telephony'
      and conversations.source = named.source
      and conversations.agent_id = named.reference
  left join {{ ref('int_agents_labelled') }} as agents
    on named.member_source = agents.source and named.member_id = agents.agent_id
  left join {{ ref('int_agent_teams_spanned') }} as agent_teams
    on
      agents.source = agent_teams.source
      and agents.agent_id = agent_teams.agent_id
      and conversations.started_at >= agent_teams.valid_from
      and conversations.started_at < agent_teams.valid_to
  left join {{ ref('int_staff_references_resolved') }} as named_teams
    on
      named_teams.kind = 'team'
      and named_teams.domain = 'telephony'
      and conversations.source = named_teams.source
      and conversations.team_id = named_teams.reference
  left join {{ ref('int_teams_labelled') }} as chat_teams
    on named_teams.member_source = chat_teams.source and named_teams.member_id = chat_teams.team_id
),

ticket_staff as (
  select
    'ticket' as contact_kind,
    resolutions.source,
    resolutions.ticket_id as record_id,
    agents.agent_key,
    agents.agent,
    teams.team_key,
    teams.team
  from {{ ref('int_ticket_resolutions_found') }} as resolutions
  left join {{ ref('int_agents_labelled') }} as agents
    on resolutions.source = agents.source and resolutions.assignee_id = agents.agent_id
  left join {{ ref('int_teams_labelled') }} as teams
    on resolutions.source = teams.source and resolutions.team_id = teams.team_id
),

staff as (
  select * from ticket_staff
  union all
  select * from conversation_staff
)

select
  contact_kind,
  source,
  record_id,
  coalesce(agent_key, {{ unknown_key() }}) as agent_key,
  coalesce(agent, 'unknown') as agent,
  coalesce(team_key, {{ unknown_key() }}) as team_key,
  coalesce(team, 'unknown') as team
from staff

-- Who had a call or chat: the agent of its last leg that has one, and the team that they were in when it began.
with conversation_staff as (
  select
    conversations.contact_kind,
    conversations.source,
    conversations.record_id,
    agents.agent_key,
    agents.agent,
    coalesce(chat_teams.member_source, agents.source) as team_source,
    coalesce(chat_teams.member_id, versions.team_id, agents.team_id) as team_id
  from {{ ref('int_conversations_gathered') }} as conversations
  left join {{ ref('int_staff_references_resolved') }} as named
    on
      named.kind = 'agent'
      and named.domain = 'telephony'
      and conversations.source = named.source
      and conversations.agent_id = named.reference
  left join {{ ref('int_agents_labelled') }} as agents
    on named.member_source = agents.source and named.member_id = agents.agent_id
  left join {{ ref('stg_ticketing__agent_versions') }} as versions
    on
      agents.source = versions.source
      and agents.agent_id = versions.agent_id
      and conversations.started_at >= versions.valid_from
      and conversations.started_at < versions.valid_to
      and not versions.is_deleted
  left join {{ ref('int_staff_references_resolved') }} as chat_teams
    on
      chat_teams.kind = 'team'
      and chat_teams.domain = 'telephony'
      and conversations.source = chat_teams.source
      and conversations.team_id = chat_teams.reference
),

ticket_staff as (
  select
    'ticket' as contact_kind,
    resolutions.source,
    resolutions.ticket_id as record_id,
    agents.agent_key,
    agents.agent,
    resolutions.source as team_source,
    resolutions.team_id
  from {{ ref('int_ticket_resolutions_found') }} as resolutions
  left join {{ ref('int_agents_labelled') }} as agents
    on resolutions.source = agents.source and resolutions.assignee_id = agents.agent_id
),

staff as (
  select * from ticket_staff
  union all
  select * from conversation_staff
)

select
  staff.contact_kind,
  staff.source,
  staff.record_id,
  coalesce(staff.agent_key, {{ unknown_key() }}) as agent_key,
  coalesce(staff.agent, 'unknown') as agent,
  coalesce(teams.team_key, {{ unknown_key() }}) as team_key,
  coalesce(teams.team, 'unknown') as team
from staff
left join {{ ref('int_teams_labelled') }} as teams
  on staff.team_source = teams.source and staff.team_id = teams.team_id

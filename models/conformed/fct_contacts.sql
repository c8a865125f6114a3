with contacts as (
  select
    *,
    coalesce(topic, 'unknown') as known_topic
  from {{ ref('int_contacts_gathered') }}
),

-- Who had a call or chat: the agent of its last leg that has one, and the team that they were in when it began.
conversation_staff as (
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
  contacts.contact_key,
  contacts.source,
  contacts.contact_kind,
  contacts.record_id,
  case
    when contacts.ticket_id is not null
      then {{ surrogate_key(["'ticket'", 'contacts.ticket_source', 'contacts.ticket_id']) }}
  end as ticket_key,
  contacts.customer_key,
  contacts.link_rule as customer_link_rule,
  {{ surrogate_key(["'channel'", 'contacts.channel']) }} as channel_key,
  contacts.channel,
  {{ surrogate_key(["'topic'", 'contacts.known_topic']) }} as topic_key,
  contacts.known_topic as topic,
  coalesce(teams.team_key, {{ unknown_key() }}) as team_key,
  coalesce(teams.team, 'unknown') as team,
  coalesce(staff.agent_key, {{ unknown_key() }}) as agent_key,
  coalesce(staff.agent, 'unknown') as agent,
  contacts.outcome,
  cast(contacts.leg_count as bigint) as leg_count,
  contacts.started_at,
  {{ reporting_date('contacts.started_at') }} as started_on,
  contacts.resolved_at,
  {{ reporting_date('contacts.resolved_at') }} as resolved_on,
  contacts.is_tied_to_ticket,
  contacts.person_key is not null as has_known_person,
  contacts.person_key is not null or contacts.customer_key != {{ unknown_key() }} as has_known_party,
  contacts.known_topic != 'unknown' as has_known_topic,
  recontacts.next_contact_at,
  not recontacts.is_mature as is_immature,
  recontacts.first_contact_resolved,
  contacts.exclusion_reason is not null as is_excluded,
  contacts.exclusion_reason
from contacts
left join staff
  on
    contacts.contact_kind = staff.contact_kind
    and contacts.source = staff.source
    and contacts.record_id = staff.record_id
left join {{ ref('int_teams_labelled') }} as teams
  on staff.team_source = teams.source and staff.team_id = teams.team_id
left join {{ ref('int_contact_recontacts_found') }} as recontacts on contacts.contact_key = recontacts.contact_key

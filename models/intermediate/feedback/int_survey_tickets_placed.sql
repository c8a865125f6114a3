-- A ticket's team and agent as of an answer or invitation: at the last solve before it, else as it stood then; what
-- lies before the ticket's first state takes that one.
with events as (
  select
    'answer' as event_kind, survey_answer_key as event_key, ticket_source, ticket_id, answered_at as happened_at
  from {{ ref('int_survey_answers_gathered') }}
  where ticket_id is not null
  union all
  select
    'invitation' as event_kind, survey_invitation_key as event_key, ticket_source, ticket_id, sent_at as happened_at
  from {{ ref('int_survey_invitations_gathered') }}
  where ticket_id is not null
),

candidates as (
  select
    events.event_kind,
    events.event_key,
    events.ticket_source,
    events.ticket_id,
    states.state_number,
    states.team_id,
    states.assignee_id,
    states.status = 'solved' and coalesce(states.previous_status, '') != 'solved' as is_solve
  from events
  inner join {{ ref('int_ticket_states_spanned') }} as states
    on events.ticket_source = states.source and events.ticket_id = states.ticket_id
  where states.started_at <= events.happened_at or states.state_number = 1
),

placed as (
  select *
  from candidates
  qualify row_number() over (
    partition by event_kind, event_key order by is_solve desc nulls last, state_number desc nulls last
  ) = 1
)

select
  placed.event_kind,
  placed.event_key,
  teams.team_key,
  teams.team,
  agents.agent_key,
  agents.agent
from placed
left join {{ ref('int_teams_labelled') }} as teams
  on placed.ticket_source = teams.source and placed.team_id = teams.team_id
left join {{ ref('int_agents_labelled') }} as agents
  on placed.ticket_source = agents.source and placed.assignee_id = agents.agent_id

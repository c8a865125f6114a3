-- noqa: disable=LT02
-- Team and agent as of an answer or invitation, by the last solve of its ticket before it, else of the one that it was
-- merged into, else as it stood then, at first before its first state; of an employee's answer, the employee's team.
with events as (
  {%- for kind, relation, key, instant, ticket in [
    ('answer', 'int_survey_answers_gathered', 'survey_answer_key', 'answered_at', 'own_ticket_id'),
    ('answer', 'int_survey_answers_gathered', 'survey_answer_key', 'answered_at', 'ticket_id'),
    ('invitation', 'int_survey_invitations_gathered', 'survey_invitation_key', 'sent_at', 'own_ticket_id'),
    ('invitation', 'int_survey_invitations_gathered', 'survey_invitation_key', 'sent_at', 'ticket_id'),
  ] %}
  select '{{ kind }}' as event_kind, {{ key }} as event_key, ticket_source, {{ ticket }} as ticket_id,
    {{ instant }} as happened_at, {{ 'false' if ticket == 'ticket_id' else 'true' }} as is_own
  from {{ ref(relation) }}
  where ticket_id {{ '!= own_ticket_id' if ticket == 'ticket_id' else 'is not null' }}
  {{ 'union all' if not loop.last }}
  {%- endfor %}
),

candidates as (
  select
    events.event_kind,
    events.event_key,
    events.ticket_source,
    events.ticket_id,
    events.is_own,
    states.state_number,
    states.team_id,
    states.assignee_id,
    states.priority,
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
    partition by event_kind, event_key
    order by is_solve desc nulls last, is_own = is_solve desc nulls last, state_number desc nulls last
  ) = 1
),

employee_references as (
  {{ references_to(ref('stg_workforce__employees'), 'employee_id') }}
),

agent_references as (
  {{ references_to(ref('stg_ticketing__agents'), 'agent_id') }}
),

-- An employee is known by the id of the workforce, else by that of the agent who one employee is.
employed_agents as (
  select agent_id, min(source) as source, min(employee_id) as employee_id
  from {{ ref('stg_workforce__employees') }}
  where agent_id is not null
  group by agent_id
  having count(*) = 1
),

employees as (
  select
    answers.survey_answer_key,
    versions.source || ':' || versions.employee_id as person,
    coalesce(teams.team_key, agent_teams.team_key) as team_key,
    coalesce(teams.team, agent_teams.team) as team
  from {{ ref('int_survey_answers_gathered') }} as answers
  left join employee_references on answers.respondent_id = employee_references.reference
  left join employed_agents on answers.respondent_id = employed_agents.agent_id
  left join {{ ref('stg_workforce__employee_versions') }} as versions
    on
      coalesce(employee_references.source, employed_agents.source) = versions.source
      and coalesce(employee_references.employee_id, employed_agents.employee_id) = versions.employee_id
      and answers.answered_at >= versions.valid_from
      and answers.answered_at < versions.valid_to
      and not versions.is_deleted
  left join {{ ref('int_staff_references_resolved') }} as named
    on
      named.kind = 'team'
      and named.domain = 'workforce'
      and versions.source = named.source
      and versions.team_id = named.reference
  left join {{ ref('int_teams_labelled') }} as teams
    on named.member_source = teams.source and named.member_id = teams.team_id
  left join agent_references
    on coalesce(versions.agent_id, answers.respondent_id) = agent_references.reference
  left join {{ ref('int_agent_teams_spanned') }} as agent_teams
    on
      agent_references.source = agent_teams.source
      and agent_references.agent_id = agent_teams.agent_id
      and answers.answered_at >= agent_teams.valid_from
      and answers.answered_at < agent_teams.valid_to
  where answers.respondent_type = 'employee'
)

select
  placed.event_kind,
  placed.event_key,
  teams.team_key,
  teams.team,
  agents.agent_key,
  agents.agent,
  cast(null as string) as person,
  placed.priority
from placed
left join {{ ref('int_teams_labelled') }} as teams
  on placed.ticket_source = teams.source and placed.team_id = teams.team_id
left join {{ ref('int_agents_labelled') }} as agents
  on placed.ticket_source = agents.source and placed.assignee_id = agents.agent_id
union all
select
  'employee' as event_kind,
  survey_answer_key as event_key,
  team_key,
  team,
  cast(null as string) as agent_key, cast(null as string) as agent,
  person, cast(null as string) as priority
from employees

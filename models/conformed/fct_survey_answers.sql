-- noqa: disable=LT02
-- The ticket says channel, topic and team; who is named as agent goes before who solved it. An employee's answer, and
-- one that may be an employee's, is here to be counted: what was said stays behind, and so does what leads to a team.
{%- set kept_of_employees = [
  'survey_answer_key', 'origin', 'source', 'answer_id', 'survey_question_key', 'question_id', 'question_survey_id',
  'survey_id', 'metric', 'scope', 'generation', 'customer_key', 'respondent_kind', 'answered_at', 'scale_min',
  'scale_max', 'set_aside_reason',
] %}
{%- set hidden_of_employees = [
  'survey_invitation_key', 'ticket_source', 'ticket_id', 'complaint_id', 'agent_id', 'channel', 'wave', 'site',
  'language', 'replied_at', 'score', 'turned_score', 'nps_class', 'is_positive', 'weight', 'verbatim',
] %}
with answers as (
  select
    {{ kept_of_employees | join(',\n    ') }},
    case when not is_withheld then survey_answer_key end as staffed_key
    {%- for name in hidden_of_employees %},
    case when not is_withheld then {{ name }} end as {{ name }}
    {%- endfor %}
  from {{ ref('int_survey_answers_judged') }}
),

named as (
  select
    answers.staffed_key,
    agents.agent_key,
    agents.agent,
    agent_teams.team_key,
    agent_teams.team
  from answers
  inner join {{ ref('int_staff_references_resolved') }} as staff
    on
      staff.kind = 'agent'
      and staff.domain = 'feedback'
      and answers.source = staff.source
      and answers.agent_id = staff.reference
  inner join {{ ref('int_agents_labelled') }} as agents
    on staff.member_source = agents.source and staff.member_id = agents.agent_id
  left join {{ ref('int_agent_teams_spanned') }} as agent_teams
    on
      agents.source = agent_teams.source
      and agents.agent_id = agent_teams.agent_id
      and answers.answered_at >= agent_teams.valid_from
      and answers.answered_at < agent_teams.valid_to
)

select
  answers.survey_answer_key,
  answers.source,
  answers.answer_id,
  answers.origin,
  coalesce(answers.survey_question_key, {{ unknown_key() }}) as survey_question_key,
  answers.question_id,
  coalesce(answers.question_survey_id, answers.survey_id, 'unknown') as survey,
  coalesce(answers.metric, 'unknown') as metric,
  coalesce(answers.scope, 'unknown') as scope,
  answers.generation,
  answers.survey_invitation_key,
  case
    when answers.ticket_id is not null
      then {{ surrogate_key(["'ticket'", 'answers.ticket_source', 'answers.ticket_id']) }}
  end as ticket_key,
  answers.complaint_id,
  answers.customer_key,
  answers.respondent_kind,
  coalesce(named.agent_key, placed.agent_key, {{ unknown_key() }}) as agent_key,
  coalesce(named.agent, placed.agent, 'unknown') as agent,
  coalesce(placed.team_key, named.team_key, {{ unknown_key() }}) as team_key,
  coalesce(placed.team, named.team, 'unknown') as team,
  coalesce(answers.channel, 'unknown') as channel,
  coalesce(ticket_channels.channel, 'unknown') as ticket_channel,
  coalesce(topics.topic, 'unknown') as topic,
  coalesce(versions.segment, 'unknown') as segment,
  coalesce(tickets.product, 'unknown') as product,
  coalesce(tickets.brand, 'unknown') as brand,
  coalesce(answers.wave, 'unknown') as wave,
  coalesce(answers.site, 'unknown') as site,
  answers.language,
  answers.answered_at,
  {{ reporting_date('answers.answered_at') }} as answered_on,
  answers.replied_at,
  answers.score,
  answers.turned_score,
  answers.scale_min,
  answers.scale_max,
  answers.nps_class,
  answers.is_positive,
  answers.weight,
  answers.verbatim is not null as has_verbatim,
  answers.set_aside_reason is null as is_counted,
  answers.set_aside_reason as exclusion_reason,
  answers.set_aside_reason is null
  and answers.respondent_kind = 'customer'
  and answers.customer_key != {{ unknown_key() }}
  and row_number() over (
    partition by
      answers.customer_key, answers.metric, answers.scope, answers.respondent_kind, answers.set_aside_reason is null
    order by answers.answered_at desc nulls last, answers.survey_answer_key asc nulls last
  ) = 1 as is_latest_of_customer
from answers
left join named on answers.staffed_key = named.staffed_key
left join {{ ref('int_survey_staff_placed') }} as placed
  on placed.event_kind = 'answer' and answers.staffed_key = placed.event_key
left join {{ ref('stg_ticketing__tickets') }} as tickets
  on answers.ticket_source = tickets.source and answers.ticket_id = tickets.ticket_id
left join {{ ref('int_ticket_channels_mapped') }} as ticket_channels
  on answers.ticket_source = ticket_channels.source and answers.ticket_id = ticket_channels.ticket_id
left join {{ ref('int_survey_topics_placed') }} as topics
  on topics.event_kind = 'answer' and answers.staffed_key = topics.event_key
left join {{ ref('int_customer_versions_dated') }} as versions
  on
    answers.customer_key = versions.customer_key
    and answers.answered_at >= versions.valid_from
    and answers.answered_at < versions.valid_to

-- Who did it is an agent by the ticketing's id, or nobody known: a name never gets here.
with agent_references as (
  {{ references_to(ref('stg_ticketing__agents'), 'agent_id') }}
),

follow_ups as (
  select
    follow_ups.*,
    answers.survey_answer_key,
    answers.answered_at,
    answers.customer_key,
    row_number() over (
      partition by follow_ups.source, follow_ups.answer_id, follow_ups.kind
      order by follow_ups.done_at asc nulls last, follow_ups.follow_up_id asc nulls last
    ) as number_of_kind
  from {{ ref('stg_feedback__follow_ups') }} as follow_ups
  left join {{ ref('int_survey_answers_gathered') }} as answers
    on
      answers.origin = 'survey'
      and follow_ups.source = answers.source
      and follow_ups.answer_id = answers.answer_id
)

select
  {{ surrogate_key(["'follow-up'", 'follow_ups.source', 'follow_ups.follow_up_id']) }} as follow_up_key,
  follow_ups.source,
  follow_ups.follow_up_id,
  follow_ups.survey_answer_key,
  coalesce(follow_ups.customer_key, {{ unknown_key() }}) as customer_key,
  follow_ups.kind,
  coalesce(agents.agent_key, {{ unknown_key() }}) as agent_key,
  coalesce(agents.agent, 'unknown') as agent,
  follow_ups.done_at,
  {{ reporting_date('follow_ups.done_at') }} as done_on,
  case
    when follow_ups.done_at >= follow_ups.answered_at
      then {{ minutes_between('follow_ups.answered_at', 'follow_ups.done_at') }}
  end as minutes_since_answer,
  follow_ups.number_of_kind = 1 as is_first_of_kind
from follow_ups
left join agent_references on follow_ups.done_by = agent_references.reference
left join {{ ref('int_agents_labelled') }} as agents
  on agent_references.source = agents.source and agent_references.agent_id = agents.agent_id

-- Who did it is an agent by the ticketing's id, or nobody known: a name never gets here. An answer to a survey is one
-- of the same source; a rating may be named from elsewhere, as other things of the ticketing may.
with agent_references as (
  {{ references_to(ref('stg_ticketing__agents'), 'agent_id') }}
),

ratings as (
  select * from {{ ref('int_survey_answers_gathered') }} where origin = 'ticketing'
),

rating_references as (
  {{ references_to('ratings', 'answer_id') }}
),

taken_up as (
  select
    follow_ups.*,
    coalesce(answers.survey_answer_key, ratings.survey_answer_key) as survey_answer_key,
    coalesce(answers.answered_at, ratings.answered_at) as answered_at,
    coalesce(follow_ups.done_at < coalesce(answers.answered_at, ratings.answered_at), false) as is_before,
    coalesce(answers.customer_key, ratings.customer_key) as customer_key
  from {{ ref('stg_feedback__follow_ups') }} as follow_ups
  left join {{ ref('int_survey_answers_gathered') }} as answers
    on
      answers.origin = 'survey'
      and follow_ups.source = answers.source
      and follow_ups.answer_id = answers.answer_id
  left join rating_references on follow_ups.answer_id = rating_references.reference
  left join ratings
    on rating_references.source = ratings.source and rating_references.answer_id = ratings.answer_id
),

follow_ups as (
  select
    *,
    row_number() over (
      partition by coalesce(survey_answer_key, source || ' ' || answer_id), kind, is_before
      order by done_at asc nulls last, source asc nulls last, follow_up_id asc nulls last
    ) as number_of_kind
  from taken_up
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
  not follow_ups.is_before and follow_ups.number_of_kind = 1 as is_first_of_kind
from follow_ups
left join agent_references on follow_ups.done_by = agent_references.reference
left join {{ ref('int_agents_labelled') }} as agents
  on agent_references.source = agents.source and agent_references.agent_id = agents.agent_id

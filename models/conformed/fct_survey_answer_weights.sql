-- An answer stands for the people of its group who were invited in the same period as it was, however late it came. Of
-- the answers of a period together, the mean weight is 1 (less what the cap takes).
with weighed as (
  select
    answers.survey_answer_key,
    answers.survey_question_key,
    came.period_kind,
    came.period_start,
    came.is_partial,
    asked_groups.survey_group_key,
    asked_groups.invited_per_answer
  from {{ ref('fct_survey_answers') }} as answers
  inner join {{ ref('fct_survey_profiles') }} as profiles
    on answers.survey_invitation_key = profiles.survey_invitation_key
  inner join {{ ref('int_periods_listed') }} as came on answers.answered_on = came.date_on
  inner join {{ ref('int_periods_listed') }} as asked
    on profiles.invited_on = asked.date_on and came.period_kind = asked.period_kind
  inner join {{ ref('fct_survey_groups') }} as asked_groups
    on
      answers.survey_question_key = asked_groups.survey_question_key
      and asked.period_kind = asked_groups.period_kind
      and asked.period_start is not distinct from asked_groups.period_start
      and profiles.segment = asked_groups.segment
      and profiles.channel = asked_groups.channel
      and profiles.topic = asked_groups.topic
      and profiles.tenure_band = asked_groups.tenure_band
  where
    answers.is_counted
    and answers.respondent_kind = 'customer'
    and profiles.was_reached
    and asked_groups.invited_per_answer is not null
),

totals as (
  select
    *,
    count(*) over of_period as answers,
    sum(invited_per_answer) over of_period as stood_for
  from weighed
  window of_period as (partition by survey_question_key, period_kind, period_start)
)

select
  {{ surrogate_key(['survey_answer_key', 'period_kind']) }} as survey_answer_weight_key,
  survey_answer_key,
  survey_question_key,
  period_kind,
  period_start,
  is_partial,
  survey_group_key,
  least(cast(5 as decimal(18, 4)), {{ decimal_quotient(
    'cast(invited_per_answer as double) * answers', 'cast(stood_for as double)'
  ) }}) as weight
from totals

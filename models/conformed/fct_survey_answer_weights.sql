-- A period in which nobody was invited has no weights.
select
  {{ surrogate_key(['answers.survey_answer_key', 'weighed.period_kind']) }} as survey_answer_weight_key,
  answers.survey_answer_key,
  answers.survey_question_key,
  weighed.period_kind,
  weighed.period_start,
  periods.is_partial,
  weighed.survey_group_key,
  weighed.weight
from {{ ref('fct_survey_answers') }} as answers
inner join {{ ref('fct_survey_profiles') }} as profiles
  on answers.survey_invitation_key = profiles.survey_invitation_key
inner join {{ ref('int_periods_listed') }} as periods on answers.answered_on = periods.date_on
inner join {{ ref('fct_survey_groups') }} as weighed
  on
    answers.survey_question_key = weighed.survey_question_key
    and periods.period_kind = weighed.period_kind
    and periods.period_start is not distinct from weighed.period_start
    and profiles.segment = weighed.segment
    and profiles.channel = weighed.channel
    and profiles.topic = weighed.topic
    and profiles.tenure_band = weighed.tenure_band
where answers.is_counted and answers.respondent_kind = 'customer' and weighed.weight is not null

-- What customers themselves say about first-contact resolution: their valid answers, as for every other score.
select
  answers.source,
  answers.answer_id,
  answers.answered_at,
  {{ reporting_date('answers.answered_at') }} as answered_on,
  answers.ticket_source,
  answers.ticket_id,
  answers.customer_key,
  answers.is_positive
from {{ ref('int_survey_answers_judged') }} as answers
left join {{ ref('int_ticket_exclusions_decided') }} as exclusions
  on answers.ticket_source = exclusions.source and answers.ticket_id = exclusions.ticket_id
where
  answers.metric = 'fcr_stated'
  and answers.respondent_kind = 'customer'
  and answers.set_aside_reason is null
  and not coalesce(exclusions.is_excluded, false)

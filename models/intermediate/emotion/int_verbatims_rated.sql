-- A score that came with the words, turned to one direction, rates them.
with answers as (
  select
    answers.*,
    contacts.language as contact_language
  from {{ ref('int_survey_answers_judged') }} as answers
  left join {{ ref('int_contact_references_resolved') }} as contacts
    on answers.respondent_id = contacts.contact_reference
  where
    answers.respondent_kind = 'customer'
    and trim(answers.verbatim) != ''
    and coalesce(answers.metric, 'unknown') not in ('enps', 'engagement', 'mirror_predicted')
)

select
  survey_answer_key,
  source,
  answer_id,
  ticket_source,
  ticket_id,
  verbatim,
  language,
  contact_language,
  answered_at,
  exclusion_reason,
  case
    when coalesce(set_aside_reason, '') in ('not_applicable', 'no_score', 'off_scale') then null
    when metric not in ('nps', 'csat', 'ces', 'repurchase_intent', 'complaint_csat', 'review_rating') then null
    when is_positive is null then null
    when is_positive then 'positive'
    when is_negative then 'negative'
    else 'neutral'
  end as rated_label,
  -- Words count once where one answer would, with a score or without: the last complete ones.
  coalesce(is_complete, true)
  and row_number() over (
    partition by origin, source, question_id, unit_id
    order by
      case when coalesce(is_complete, true) and exclusion_reason is null then 0 else 1 end asc nulls last,
      answered_at desc nulls last,
      answer_id desc nulls last
  ) = 1 as is_last_word
from answers

-- An answer is one of several where the same person gives it to the same question of the same invitation, or within a
-- wave. Answers that name nobody are of whom the invitation asks. Without a wave, the ticket, complaint or review site
-- is the occasion, else the month. An answer of nobody known stands for itself, unless another has every word of it.
with answers as (
  select
    answers.*,
    questions.survey_question_key,
    questions.survey_id as question_survey_id,
    questions.metric,
    questions.scope,
    questions.generation,
    questions.scale_min,
    questions.scale_max,
    questions.scale_size,
    questions.higher_is_better,
    questions.positive_cut,
    questions.negative_cut,
    case
      when questions.metric = 'mystery_visit' then 'mystery'
      when answers.channel = 'panel' and answers.respondent_type != 'employee' then 'panel'
      else answers.respondent_type
    end as respondent_kind,
    case
      when questions.question_id is null then 'unknown_question'
      when not answers.is_applicable then 'not_applicable'
      when not coalesce(answers.is_complete, true) then 'incomplete'
      when answers.score is null then 'no_score'
      when not questions.is_readable or answers.score not between questions.scale_min and questions.scale_max
        then 'off_scale'
      else answers.exclusion_reason
    end as own_reason,
    case
      when answers.invitation_id is not null then 'invitation'
      when answers.respondent_id is not null then 'respondent'
      when
        coalesce(answers.verbatim, answers.own_ticket_reference, answers.complaint_id, answers.account_id) is not null
        then 'content'
      else 'answer'
    end as unit_kind
  from {{ ref('int_survey_answers_gathered') }} as answers
  left join {{ ref('int_survey_questions_scaled') }} as questions
    on
      answers.origin = questions.origin
      and answers.source = questions.source
      and answers.question_id = questions.question_id
),

grouped as (
  select
    *,
    case unit_kind
      when 'invitation' then {{ surrogate_key(["'invitation'", 'invitation_id', 'respondent_id']) }}
      when 'respondent' then {{ surrogate_key([
        "'respondent'", 'respondent_type', 'respondent_id', 'wave',
        'case when wave is null then own_ticket_reference end', 'case when wave is null then complaint_id end',
        'case when wave is null then site end',
        'month_without_occasion',
      ]) }}
      when 'content' then {{ surrogate_key([
        "'content'", 'respondent_type', 'survey_id', 'own_ticket_reference', 'complaint_id', 'account_id', 'agent_id',
        'answered_at', 'score', 'verbatim', 'channel', 'wave', 'site',
      ]) }}
      else survey_answer_key
    end as unit_id,
    own_reason is null as is_valid
  from answers
),

followed as (
  select
    *,
    lag(score) over of_unit as previous_score,
    lag(verbatim) over of_unit as previous_verbatim
  from grouped
  window of_unit as (
    partition by origin, source, question_id, unit_id, employee_quarter, is_valid
    order by answered_at asc nulls last, answer_number asc nulls last, answer_id asc nulls last
  )
),

compared as (
  select
    *,
    is_valid
    and coalesce(previous_score = score, false)
    and coalesce(previous_verbatim, '') = coalesce(verbatim, '') as is_repeated
  from followed
),

ranked as (
  select
    *,
    row_number() over (
      partition by origin, source, question_id, unit_id, employee_quarter, is_valid, is_repeated
      order by answered_at desc nulls last, answer_number desc nulls last, answer_id desc nulls last
    ) as place_from_last
  from compared
)

select
  survey_answer_key, origin, source, answer_id, survey_invitation_key, invitation_id, survey_question_key, question_id,
  question_survey_id, survey_id, metric, scope, generation, respondent_type, respondent_kind, respondent_id, unit_kind,
  own_respondent_id, account_id, customer_key, ticket_source, own_ticket_id, ticket_id, complaint_id, agent_id, weight,
  answered_at, replied_at, channel, wave, site, language, verbatim, score, scale_min, scale_max, higher_is_better,
  positive_cut, unit_id, exclusion_reason, is_complete, respondent_kind in ('employee', 'unknown') as is_withheld,
  case
    when own_reason is not null then own_reason
    when is_repeated then 'resubmitted'
    when place_from_last > 1 then 'superseded'
  end as set_aside_reason,
  case when higher_is_better then score else scale_min + scale_max - score end as turned_score,
  case when higher_is_better then score >= positive_cut else score <= positive_cut end as is_positive,
  case when higher_is_better then score <= negative_cut else score >= negative_cut end as is_negative,
  case
    when metric is null or metric not in ('nps', 'enps') or own_reason in ('off_scale', 'no_score') then null
    when case when higher_is_better then score else scale_min + scale_max - score end >= 9 then 'promoter'
    when case when higher_is_better then score else scale_min + scale_max - score end <= 6 then 'detractor'
    else 'passive'
  end as nps_class
from ranked

-- Answers to one invitation are one response, whatever they are about, also where the invitation itself never came. An
-- answer to none stands alone, unless it says again what the one before it said: then it is in the response of that.
with answers as (
  select
    *,
    set_aside_reason = 'no_score' as is_wordy
  from {{ ref('int_survey_answers_judged') }}
  where
    respondent_kind = 'customer'
    and coalesce(set_aside_reason, 'superseded') in ('superseded', 'resubmitted', 'no_score')
),

compared as (
  select
    *,
    coalesce(set_aside_reason, '') = 'resubmitted'
    or (coalesce(is_wordy, false) and coalesce(lag(verbatim) over of_unit = verbatim, false)) as is_repeated
  from answers
  window of_unit as (
    partition by origin, source, question_id, unit_id, coalesce(is_wordy, false)
    order by answered_at asc nulls last, answer_id asc nulls last
  )
),

said_first as (
  select
    *,
    {{ last_known('case when not is_repeated then survey_answer_key end') }} over (
      partition by origin, source, question_id, unit_id, coalesce(is_wordy, false)
      order by answered_at asc nulls last, answer_id asc nulls last
      rows between unbounded preceding and current row
    ) as first_answer_key
  from compared
)

select
  survey_answer_key,
  case
    when survey_invitation_key is not null then survey_invitation_key
    when unit_kind = 'invitation' then {{ surrogate_key(["'to an invitation'", 'origin', 'source', 'unit_id']) }}
    else coalesce(first_answer_key, survey_answer_key)
  end as response_key,
  is_repeated
from said_first

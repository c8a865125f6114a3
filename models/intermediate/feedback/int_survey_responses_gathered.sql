-- Answers of one person to one invitation are one response, whatever they are about. Its key is made of what they say
-- themselves: it stays where the invitation comes later, or never. A ticket's ratings are a response of their own, also
-- after a merge. An answer to no invitation stands alone, unless it says again what the one before it said: then it is
-- in the response of that.
with answers as (
  select
    *,
    set_aside_reason = 'no_score' as is_wordy,
    case when origin = 'ticketing' then own_ticket_id else invitation_id end as asked_id,
    case when origin = 'ticketing' then own_ticket_id else unit_id end as occasion_id
  from {{ ref('int_survey_answers_judged') }}
  where
    respondent_kind = 'customer'
    and coalesce(set_aside_reason, 'superseded') in ('superseded', 'resubmitted', 'no_score')
),

compared as (
  select
    *,
    row_number() over (
      partition by origin, source, occasion_id order by answered_at asc nulls last, answer_id asc nulls last
    ) as place_in_occasion,
    row_number() over of_occasion > 1
    and (
      coalesce(set_aside_reason, '') = 'resubmitted'
      or (coalesce(is_wordy, false) and coalesce(lag(verbatim) over of_occasion = verbatim, false))
    ) as is_repeated
  from answers
  window of_occasion as (
    partition by origin, source, question_id, occasion_id, coalesce(is_wordy, false)
    order by answered_at asc nulls last, answer_id asc nulls last
  )
),

said_first as (
  select
    *,
    {{ last_known('case when not is_repeated then survey_answer_key end') }} over (
      partition by origin, source, question_id, occasion_id, coalesce(is_wordy, false)
      order by answered_at asc nulls last, answer_id asc nulls last
      rows between unbounded preceding and current row
    ) as first_answer_key,
    max(case when place_in_occasion = 1 then own_respondent_id end) over (
      partition by origin, source, occasion_id
    ) as named_first
  from compared
)

select
  survey_answer_key,
  case
    when unit_kind = 'invitation' and named_first is null
      then {{ surrogate_key(["'survey invitation'", 'origin', 'source', 'asked_id']) }}
    when unit_kind = 'invitation'
      then {{ surrogate_key(["'survey invitation'", 'origin', 'source', 'asked_id', 'named_first']) }}
    else coalesce(first_answer_key, survey_answer_key)
  end as response_key,
  is_repeated
from said_first

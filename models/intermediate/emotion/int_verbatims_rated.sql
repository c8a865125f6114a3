-- A score that came with the words, turned to one direction, rates them.
with questions as (
  select
    *,
    cast(scale_max - scale_min as double) + 1 as scale_size
  from {{ ref('stg_feedback__questions') }}
),

answers as (
  select
    answers.*,
    questions.metric,
    cast(
      case
        when questions.higher_is_better then questions.scale_max - answers.score
        else answers.score - questions.scale_min
      end as double
    ) as below_best,
    questions.scale_size,
    {{ positive_answers('questions.scale_size') }} as positive_answer_count,
    case
      when questions.positive_from is null then null
      when questions.higher_is_better then answers.score >= questions.positive_from
      else answers.score <= questions.positive_from
    end as is_positive_by_cut,
    case
      when questions.negative_to is null then null
      when questions.higher_is_better then answers.score <= questions.negative_to
      else answers.score >= questions.negative_to
    end as is_negative_by_cut
  from {{ ref('stg_feedback__survey_answers') }} as answers
  left join questions
    on answers.source = questions.source and answers.question_id = questions.question_id
  where
    answers.respondent_type = 'customer'
    and trim(answers.verbatim) != ''
    and coalesce(questions.metric, 'other') not in ('enps', 'engagement', 'mystery_visit', 'mirror_predicted')
    and coalesce(answers.channel, 'unknown') != 'panel'
),

rated as (
  select
    *,
    case
      when score is null or below_best < 0 or below_best >= scale_size then null
      when metric not in ('nps', 'csat', 'ces', 'repurchase_intent', 'complaint_csat', 'review_rating') then null
      when coalesce(is_positive_by_cut, below_best < positive_answer_count) then 'positive'
      -- On 10 and 11 steps all but the best four are negative, as detractors are; elsewhere as many as are positive.
      when coalesce(
        is_negative_by_cut,
        below_best >= case when scale_size >= 10 then 4 else scale_size - positive_answer_count end
      ) then 'negative'
      else 'neutral'
    end as rated_label,
    -- One respondent's words count once: those of the last complete answer.
    coalesce(is_complete, true)
    and row_number() over (
      partition by
        source,
        question_id,
        case
          when invitation_id is not null then 'invitation:' || invitation_id
          when respondent_id is not null then 'respondent:' || respondent_id || ':' || coalesce(wave, '')
          else 'answer:' || answer_id
        end
      order by
        case when coalesce(is_complete, true) then 1 else 0 end desc nulls last,
        answered_at desc nulls last,
        answer_id desc nulls last
    ) = 1 as is_last_word
  from answers
)

select
  source,
  answer_id,
  ticket_id,
  verbatim,
  language,
  answered_at,
  coalesce(channel, 'unknown') as channel,
  coalesce(survey_id, 'unknown') as survey,
  rated_label,
  is_last_word
from rated

-- One person's answers to one invitation are one response; an answer to none stands alone. The rules are those of the
-- day of the answer. What was alarming when it came stays so, even where a later answer took its place.
with answers as (
  select
    answers.*,
    coalesce(answers.survey_invitation_key, answers.survey_answer_key) as response_key,
    case when judged.higher_is_better then 1 else -1 end as good_end,
    lower(judged.verbatim) as words
  from {{ ref('fct_survey_answers') }} as answers
  inner join {{ ref('int_survey_answers_judged') }} as judged
    on answers.survey_answer_key = judged.survey_answer_key
  where
    answers.respondent_kind = 'customer'
    and coalesce(answers.exclusion_reason, 'superseded') in ('superseded', 'resubmitted', 'no_score')
),

watched as (
  select
    answers.*,
    rules.alert_rule,
    (rules.threshold is null or coalesce(answers.score * answers.good_end <= rules.threshold * answers.good_end, false))
    and (rules.keyword is null or coalesce(contains(answers.words, rules.keyword), false)) as is_alarming
  from answers
  inner join {{ ref('stg_reference__alert_rules') }} as rules
    on
      (rules.metric = '*' or answers.metric = rules.metric)
      and (rules.segment is null or lower(answers.segment) = rules.segment)
      and (rules.valid_from is null or answers.answered_on >= rules.valid_from)
      and (rules.valid_to is null or answers.answered_on < rules.valid_to)
),

-- The first alarming answer, else the first one, speaks for the response.
ranked as (
  select
    *,
    count(case when is_alarming then 1 end) over (partition by response_key) as alarms,
    row_number() over (
      partition by response_key
      order by
        is_alarming desc nulls last, answered_at asc nulls last, survey_answer_key asc nulls last,
        alert_rule asc nulls last
    ) as place
  from watched
)

select
  {{ surrogate_key(["'response'", 'response_key']) }} as watched_response_key,
  survey_answer_key,
  survey_invitation_key,
  ticket_key,
  customer_key,
  survey,
  metric,
  channel,
  topic,
  segment,
  team,
  agent,
  answered_at,
  answered_on,
  is_alarming as has_alert,
  case when is_alarming then alert_rule end as alert_rule,
  cast(alarms as bigint) as alarm_count
from ranked
where place = 1

-- The rules are those of the day of the answer. What was alarming when it came stays so, even where a later answer took
-- its place. A rule with a threshold looks at no answer without a score, nor at a question that it does not fit.
with answers as (
  select
    answers.*,
    responses.response_key,
    judged.higher_is_better,
    judged.is_negative,
    judged.verbatim
  from {{ ref('fct_survey_answers') }} as answers
  inner join {{ ref('int_survey_answers_judged') }} as judged
    on answers.survey_answer_key = judged.survey_answer_key
  inner join {{ ref('int_survey_responses_gathered') }} as responses
    on answers.survey_answer_key = responses.survey_answer_key
  where not responses.is_repeated
),

-- A keyword begins a word; one without letters and digits is looked for as it is.
judged_by_rule as (
  select
    answers.survey_answer_key,
    rules.alert_rule,
    rules.severity_rank,
    case
      when rules.is_negative_class then answers.is_negative
      when rules.turned_threshold is not null then answers.turned_score <= rules.turned_threshold
      else true
    end
    and case
      when rules.keyword is null then true
      when rules.keyword_words = '' then coalesce(contains(lower(answers.verbatim), rules.keyword), false)
      else coalesce(contains(' ' || {{ plain_words('answers.verbatim') }}, ' ' || rules.keyword_words), false)
    end as is_alarming
  from answers
  inner join {{ ref('stg_reference__alert_rules') }} as rules
    on
      (rules.metric = '*' or answers.metric = rules.metric)
      and case
        when rules.is_negative_class then answers.is_negative is not null
        -- A number is one of the scale that the rule names; that of a recommendation is always up to 10.
        when rules.turned_threshold is not null and rules.scale_min is null
          then answers.metric = 'nps' and answers.score is not null
        when rules.turned_threshold is not null
          then
            answers.score is not null
            and answers.scale_min = rules.scale_min
            and answers.scale_max = rules.scale_max
            and answers.higher_is_better = rules.is_higher_better
        else true
      end
      and (rules.segment is null or lower(answers.segment) = rules.segment)
      and (rules.valid_from is null or answers.answered_on >= rules.valid_from)
      and (rules.valid_to is null or answers.answered_on < rules.valid_to)
),

-- Of a rule that holds twice on one day, one is enough.
watched as (
  select
    survey_answer_key,
    alert_rule,
    max(case when is_alarming then 1 else 0 end) = 1 as is_alarming,
    min(case when is_alarming then severity_rank end) as severity_rank
  from judged_by_rule
  group by survey_answer_key, alert_rule
),

-- The first alarming answer, else the first one, is that of the response; its gravest alarm says what it is about.
ranked as (
  select
    answers.*,
    watched.alert_rule,
    watched.is_alarming,
    row_number() over (
      partition by answers.response_key
      order by
        watched.severity_rank asc nulls last, answers.answered_at asc nulls last,
        answers.survey_answer_key asc nulls last, watched.alert_rule asc nulls last
    ) as place_by_gravity,
    min(watched.severity_rank) over (partition by answers.response_key) as gravest,
    count(case when watched.is_alarming then 1 end) over (partition by answers.response_key) as alarms,
    row_number() over (
      partition by answers.response_key
      order by
        watched.is_alarming desc nulls last, answers.answered_at asc nulls last,
        answers.survey_answer_key asc nulls last, watched.alert_rule asc nulls last
    ) as place
  from watched
  inner join answers on watched.survey_answer_key = answers.survey_answer_key
),

named as (
  select
    *,
    max(case when place_by_gravity = 1 then alert_rule end) over (partition by response_key) as gravest_rule
  from ranked
)

select
  {{ surrogate_key(["'response'", 'response_key']) }} as watched_response_key,
  survey_answer_key,
  survey_invitation_key,
  ticket_key,
  customer_key,
  survey,
  wave,
  metric,
  channel,
  topic,
  segment,
  team,
  agent,
  answered_at,
  answered_on,
  is_alarming as has_alert,
  case when is_alarming then gravest_rule end as alert_rule,
  case gravest when 1 then 'high' when 2 then 'medium' when 3 then 'low' end as severity,
  cast(alarms as bigint) as alarm_count
from named
where place = 1

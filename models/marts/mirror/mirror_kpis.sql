{{ config(schema='kpis') }}

-- What employees think themselves is no prediction: it is in mirror_gaps alone.
with predictions as (
  select
    *,
    least(employee_answers, customer_answers) as n
  from {{ ref('int_mirror_gaps_measured') }}
  where mirror_kind = 'mirror_predicted'
),

-- Gaps of several questions make none together, so a period has total and teams where one question is mirrored.
asked as (
  select period_kind, period_start, count(distinct mirror_question_key) as questions
  from predictions
  where dimension = 'total'
  group by period_kind, period_start
),

asked_in_survey as (
  select period_kind, period_start, survey, count(distinct mirror_question_key) as questions
  from predictions
  where dimension = 'total'
  group by period_kind, period_start, survey
),

gaps as (
  select
    predictions.period_kind, predictions.period_start, predictions.is_partial, predictions.variant,
    predictions.dimension, predictions.dimension_value, predictions.gap as measured, predictions.n,
    0 as n_immature, predictions.interval_low, predictions.interval_high
  from predictions
  inner join asked
    on
      predictions.period_kind = asked.period_kind
      and predictions.period_start = asked.period_start
  where asked.questions = 1
  union all
  select
    predictions.period_kind, predictions.period_start, predictions.is_partial, predictions.variant,
    'survey' as dimension, predictions.survey as dimension_value, predictions.gap as measured, predictions.n,
    0 as n_immature, predictions.interval_low, predictions.interval_high
  from predictions
  inner join asked_in_survey
    on
      predictions.period_kind = asked_in_survey.period_kind
      and predictions.period_start = asked_in_survey.period_start
      and predictions.survey = asked_in_survey.survey
  where predictions.dimension = 'total' and asked_in_survey.questions = 1
),

means as (
  select * from gaps where variant = 'mean'
),

shares as (
  select * from gaps where variant = 'top_box'
)

{{ measured_kpi('mirror_gap', 'mean', 'means', ['survey', 'team'], is_partial='is_partial', has_interval=true) }}
union all
{{ measured_kpi('mirror_gap', 'top_box', 'shares', ['survey', 'team'], is_partial='is_partial', has_interval=true) }}

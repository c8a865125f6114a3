{{ config(schema='kpis') }}

{% set dimensions = ['survey', 'wave', 'channel', 'topic', 'segment', 'team'] %}
with watched as (
  select *, case when has_alert then 1 else 0 end as alerts from {{ ref('fct_watched_responses') }}
),

-- What is not due yet is immature today.
alerts as (
  select
    alerts.*,
    case when alerts.is_due then alerts.due_on else {{ reporting_date('clock.as_of') }} end as counted_on,
    alerts.acknowledged_at is null as is_waiting,
    -- What nobody has taken on waits, on the day on which it was raised.
    coalesce(alerts.acknowledged_on, alerts.raised_on) as taken_on,
    case when alerts.was_closed_in_time then 1 else 0 end as closed,
    case when alerts.is_due then 1 else 0 end as due
  from {{ ref('fct_feedback_alerts') }} as alerts
  cross join {{ ref('stg_clock') }} as clock
),

-- Nobody was asked where no invitation is known.
asked as (
  select * from alerts where asked_at is not null
),

-- A question that a new version of the survey asks is the same question; two that one version asks are not.
asked_questions as (
  select
    survey_question_key,
    case
      when count(*) over (partition by source, survey_id, scope, version) > 1 then survey_question_key
      else 'the one of every version'
    end as asked_question
  from {{ ref('dim_survey_question') }}
  where metric = 'nps'
),

-- Of whom nothing but the customer is known, the customer answers.
recommendations as (
  select
    answers.*,
    lead(answers.nps_class) over of_respondent as next_class,
    lead(answers.answered_on) over of_respondent as next_on
  from {{ ref('fct_survey_answers') }} as answers
  inner join {{ ref('int_survey_answers_judged') }} as judged
    on answers.survey_answer_key = judged.survey_answer_key
  inner join asked_questions on answers.survey_question_key = asked_questions.survey_question_key
  where
    answers.is_counted
    and answers.respondent_kind = 'customer'
    and answers.metric = 'nps'
    and (judged.respondent_id is not null or answers.customer_key != {{ unknown_key() }})
  window of_respondent as (
    partition by
      answers.source, answers.scope, asked_questions.asked_question, judged.respondent_id,
      case when judged.respondent_id is null then answers.customer_key end
    order by answers.answered_at asc nulls last, answers.survey_answer_key asc nulls last
  )
),

-- Who would not recommend us and was asked the same again.
second_answers as (
  select *, case when next_class != 'detractor' then 1 else 0 end as recovered
  from recommendations
  where nps_class = 'detractor' and next_on is not null
)

-- Of fewer than five a team has no figure: it would be that of single customers.
{{ additive_kpi(
  'alert_rate', 'default', 'watched', 'answered_on', 'alerts', dimensions, denominator='1', least_of_team=5
) }}
union all
{{ additive_kpi(
  'closed_loop_rate', '48h', 'alerts', 'counted_on', 'closed', dimensions, denominator='due', immature='1 - due',
  least_of_team=5
) }}
union all
{{ additive_kpi(
  'recovery_rate', 'default', 'second_answers', 'next_on', 'recovered', dimensions, denominator='1',
  period_kinds=['month', 'quarter', 'year', 'all'], least_of_team=5
) }}
union all
{{ duration_kpis('asked', 'raised_on', dimensions, [
  {'kpi_id': 'alert_minutes', 'prefix': 'calendar', 'minutes': 'minutes_to_alert'},
], least_of_team=5) }}
union all
{{ duration_kpis('alerts', 'taken_on', dimensions, [
  {'kpi_id': 'acknowledgement_minutes', 'prefix': 'calendar', 'minutes': 'minutes_to_acknowledgement'},
], immature='is_waiting', least_of_team=5) }}

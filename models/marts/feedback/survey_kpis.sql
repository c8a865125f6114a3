{{ config(schema='kpis') }}

with reviews as (
  select *
  from {{ ref('fct_survey_answers') }}
  where is_counted and respondent_kind = 'customer'
),

invitations as (
  select
    *,
    survey_id as survey,
    case when is_answered then 1 else 0 end as answered
  from {{ ref('fct_survey_invitations') }}
  where is_counted and respondent_kind = 'customer'
),

employees as (
  select
    judged.metric,
    {{ reporting_date('judged.answered_at') }} as answered_on,
    coalesce(placed.team, 'unknown') as team,
    case judged.nps_class when 'promoter' then 1 when 'detractor' then -1 else 0 end as net,
    case when judged.is_positive then 1 else 0 end as positive
  from {{ ref('int_survey_answers_judged') }} as judged
  left join {{ ref('int_survey_staff_placed') }} as placed
    on placed.event_kind = 'employee' and judged.survey_answer_key = placed.event_key
  where judged.set_aside_reason is null and judged.respondent_kind = 'employee'
),

-- A visit is what one shopper reports of one occasion: its criteria belong together, on the day of the first one.
visits as (
  select
    judged.unit_kind,
    judged.unit_id,
    min(answers.answered_on) as answered_on,
    answers.channel,
    answers.team,
    answers.survey,
    answers.wave,
    sum(case when answers.is_positive then coalesce(answers.weight, 1) else 0 end) as passed,
    sum(coalesce(answers.weight, 1)) as applicable
  from {{ ref('fct_survey_answers') }} as answers
  inner join {{ ref('int_survey_answers_judged') }} as judged
    on answers.survey_answer_key = judged.survey_answer_key
  where answers.is_counted and answers.respondent_kind = 'mystery'
  group by
    answers.source, judged.unit_kind, judged.unit_id, answers.channel, answers.team, answers.survey, answers.wave
)

{{ score_kpis('reviews', 'answered_on', ['channel', 'topic', 'team', 'segment', 'site', 'survey', 'wave'], [
  {'kpi_id': 'review_rating', 'variant': 'mean', 'numerator': 'turned_score', 'interval': 'normal',
   'scale': ['scale_min', 'scale_max'], 'among': "metric = 'review_rating'"},
], least_of_team=5) }}
union all
{{ score_kpis('visits', 'answered_on', ['team', 'channel', 'survey', 'wave'], [
  {'kpi_id': 'mystery_score', 'variant': 'mean', 'numerator': 'passed', 'denominator': 'applicable',
   'interval': 'normal', 'times': 100, 'among': 'applicable > 0'},
], ['month', 'quarter', 'year', 'all'], least_of_team=5) }}
union all
{{ score_kpis('invitations', 'delivered_on', ['channel', 'topic', 'team', 'segment', 'survey', 'wave'], [
  {'kpi_id': 'survey_response_rate', 'variant': 'delivered', 'numerator': 'answered', 'interval': 'wilson',
   'among': 'was_delivered', 'immature': 'is_immature'},
]) }}
union all
{{ score_kpis('invitations', 'sent_on', ['channel', 'topic', 'team', 'segment', 'survey', 'wave'], [
  {'kpi_id': 'survey_response_rate', 'variant': 'sent', 'numerator': 'answered', 'interval': 'wilson',
   'among': 'true', 'immature': 'is_immature'},
]) }}
union all
select scored.*
from (
{{ score_kpis('employees', 'answered_on', ['team'], [
  {'kpi_id': 'enps', 'variant': 'default', 'numerator': 'net', 'interval': 'adjusted wald', 'times': 100,
   'scale': ['-1', '1'], 'among': "metric = 'enps'"},
  {'kpi_id': 'engagement', 'variant': 'default', 'numerator': 'positive', 'interval': 'wilson',
   'among': "metric = 'engagement'"},
], ['quarter']) }}
) as scored
inner join {{ ref('int_employee_results_disclosed') }} as disclosed
  on
    scored.kpi_id = disclosed.subject
    and scored.period_kind = disclosed.period_kind
    and scored.period_start = disclosed.period_start
    and scored.dimension = disclosed.dimension
    and scored.dimension_value = disclosed.dimension_value

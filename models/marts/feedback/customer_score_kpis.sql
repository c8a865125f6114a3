{{ config(schema='kpis') }}

{% set said = ['channel', 'topic', 'team', 'agent', 'segment', 'priority', 'product', 'brand', 'survey', 'wave'] %}
{% set cuts = ['channel', 'topic', 'team', 'agent', 'segment', 'product', 'brand', 'survey', 'wave'] %}
with clock as (
  select as_of from {{ ref('stg_clock') }}
),

-- Panels and mystery shoppers are not the company's customers, and employees are kept apart.
answers as (
  select
    *,
    case nps_class when 'promoter' then 1 when 'detractor' then -1 else 0 end as net,
    case when is_positive then 1 else 0 end as positive
  from {{ ref('fct_survey_answers') }}
  where is_counted and respondent_kind = 'customer'
),

-- A statement about a ticket also has the priority that it had when it was solved.
stated as (
  select answers.*, coalesce(placed.priority, 'unknown') as priority
  from answers
  left join {{ ref('int_survey_staff_placed') }} as placed
    on placed.event_kind = 'answer' and answers.survey_answer_key = placed.event_key
  where answers.metric = 'fcr_stated'
),

first_orders as (
  select
    answers.survey_answer_key,
    min(orders.ordered_at) as ordered_at
  from answers
  inner join {{ ref('fct_orders') }} as orders
    on
      answers.customer_key = orders.customer_key
      and answers.answered_at < orders.ordered_at
      and not orders.is_canceled
      and not orders.is_test
  where answers.metric = 'repurchase_intent' and answers.customer_key != {{ unknown_key() }}
  group by answers.survey_answer_key
),

-- Where no order was ever delivered nobody knows what was bought.
ordering as (
  select 1 as is_ordering from {{ ref('fct_orders') }} having count(*) > 0
),

-- Customers who said that they would buy again; the 180 days are over, or not yet.
intentions as (
  select
    answers.*,
    answers.answered_at + interval '180' day > clock.as_of as is_immature,
    case when first_orders.ordered_at <= answers.answered_at + interval '180' day then 1 else 0 end as is_realised
  from answers
  cross join clock
  cross join ordering
  left join first_orders on answers.survey_answer_key = first_orders.survey_answer_key
  where answers.metric = 'repurchase_intent' and answers.is_positive and answers.customer_key != {{ unknown_key() }}
)

{{ score_kpis('answers', 'answered_on', cuts, [
  {'kpi_id': 'nps', 'variant': 'relational', 'numerator': 'net', 'interval': 'adjusted wald', 'times': 100,
   'scale': ['-1', '1'], 'among': "metric = 'nps' and scope = 'relational'"},
  {'kpi_id': 'nps', 'variant': 'transactional', 'numerator': 'net', 'interval': 'adjusted wald', 'times': 100,
   'scale': ['-1', '1'], 'among': "metric = 'nps' and scope = 'transactional'"},
  {'kpi_id': 'csat', 'variant': 'top_box', 'numerator': 'positive', 'interval': 'wilson',
   'among': "metric = 'csat' and is_positive is not null"},
  {'kpi_id': 'csat', 'variant': 'mean', 'numerator': 'turned_score', 'interval': 'normal',
   'scale': ['scale_min', 'scale_max'], 'among': "metric = 'csat' and scale_max - scale_min > 1"},
  {'kpi_id': 'ces', 'variant': 'mean', 'numerator': 'turned_score', 'interval': 'normal',
   'scale': ['scale_min', 'scale_max'], 'among': "metric = 'ces' and generation = '2.0'"},
  {'kpi_id': 'ces', 'variant': 'easy_share', 'numerator': 'positive', 'interval': 'wilson',
   'among': "metric = 'ces' and generation = '2.0' and is_positive is not null"},
  {'kpi_id': 'ces', 'variant': 'mean_ces_1', 'numerator': 'turned_score', 'interval': 'normal',
   'scale': ['scale_min', 'scale_max'], 'among': "metric = 'ces' and generation = '1.0'"},
  {'kpi_id': 'ces', 'variant': 'easy_share_ces_1', 'numerator': 'positive', 'interval': 'wilson',
   'among': "metric = 'ces' and generation = '1.0' and is_positive is not null"},
], least_of_team=5) }}
union all
{{ score_kpis('answers', 'answered_on', cuts, [
  {'kpi_id': 'repurchase_intent', 'variant': 'top_box', 'numerator': 'positive', 'interval': 'wilson',
   'among': "metric = 'repurchase_intent'"},
], ['month', 'quarter', 'year', 'all'], least_of_team=5) }}
union all
{{ score_kpis('intentions', 'answered_on', cuts, [
  {'kpi_id': 'repurchase_intent', 'variant': 'realised_180d', 'numerator': 'is_realised', 'interval': 'wilson',
   'among': 'is_positive', 'immature': 'is_immature'},
], ['month', 'quarter', 'year', 'all'], least_of_team=5) }}
union all
{{ score_kpis('answers', 'answered_on', cuts, [
  {'kpi_id': 'complaint_csat', 'variant': 'default', 'numerator': 'positive', 'interval': 'wilson',
   'among': "metric = 'complaint_csat'"},
], ['month', 'quarter', 'year', 'all'], least_of_team=5) }}
union all
{{ score_kpis('stated', 'answered_on', said, [
  {'kpi_id': 'fcr', 'variant': 'stated', 'numerator': 'positive', 'interval': 'wilson', 'among': 'true'},
], least_of_team=5) }}

{{ config(schema='kpis') }}

{% set cuts = ['channel', 'topic', 'team', 'agent', 'segment', 'product', 'brand', 'survey', 'wave'] %}
with shares as (
  select
    *,
    cast(invited as double) / nullif(all_invited, 0) as invited_share,
    cast(answered as double) / nullif(all_answered, 0) as answered_share
  from {{ ref('fct_survey_representation') }}
  where not is_partial
),

-- The largest difference of any value of any attribute; all attributes have the same people.
differences as (
  select
    period_kind,
    period_start,
    dimension,
    dimension_value,
    max(abs({{ standardised_difference('answered_share', 'invited_share') }})) as measured,
    max(all_invited) as n,
    max(all_immature) as n_immature
  from shares
  group by period_kind, period_start, dimension, dimension_value
),

weighed as (
  select
    weights.period_kind,
    weights.period_start,
    weights.is_partial,
    weights.weight as answer_weight,
    answers.*,
    case answers.nps_class when 'promoter' then 1 when 'detractor' then -1 else 0 end as net,
    case when answers.is_positive then 1 else 0 end as positive
  from {{ ref('fct_survey_answer_weights') }} as weights
  inner join {{ ref('fct_survey_answers') }} as answers on weights.survey_answer_key = answers.survey_answer_key
)

select *, cast(null as double) as n_effective
from (
  {{ measured_kpi('survey_representativeness', 'standardised_difference', 'differences', ['survey']) }}
) as unlikeness
union all
{{ weighted_score_kpis('weighed', 'answer_weight', cuts, [
  {'kpi_id': 'nps', 'variant': 'relational_weighted', 'numerator': 'net', 'interval': 'adjusted wald', 'times': 100,
   'scale': ['-1', '1'], 'among': "metric = 'nps' and scope = 'relational'"},
  {'kpi_id': 'nps', 'variant': 'transactional_weighted', 'numerator': 'net', 'interval': 'adjusted wald',
   'times': 100, 'scale': ['-1', '1'], 'among': "metric = 'nps' and scope = 'transactional'"},
  {'kpi_id': 'csat', 'variant': 'top_box_weighted', 'numerator': 'positive', 'interval': 'effective wilson',
   'among': "metric = 'csat' and is_positive is not null"},
  {'kpi_id': 'csat', 'variant': 'mean_weighted', 'numerator': 'turned_score', 'interval': 'normal',
   'scale': ['scale_min', 'scale_max'], 'among': "metric = 'csat' and scale_max - scale_min > 1"},
  {'kpi_id': 'ces', 'variant': 'mean_weighted', 'numerator': 'turned_score', 'interval': 'normal',
   'scale': ['scale_min', 'scale_max'], 'among': "metric = 'ces' and generation = '2.0'"},
  {'kpi_id': 'ces', 'variant': 'easy_share_weighted', 'numerator': 'positive', 'interval': 'effective wilson',
   'among': "metric = 'ces' and generation = '2.0' and is_positive is not null"},
  {'kpi_id': 'ces', 'variant': 'mean_ces_1_weighted', 'numerator': 'turned_score', 'interval': 'normal',
   'scale': ['scale_min', 'scale_max'], 'among': "metric = 'ces' and generation = '1.0'"},
  {'kpi_id': 'ces', 'variant': 'easy_share_ces_1_weighted', 'numerator': 'positive', 'interval': 'effective wilson',
   'among': "metric = 'ces' and generation = '1.0' and is_positive is not null"},
  {'kpi_id': 'repurchase_intent', 'variant': 'top_box_weighted', 'numerator': 'positive',
   'interval': 'effective wilson', 'among': "metric = 'repurchase_intent'"},
  {'kpi_id': 'complaint_csat', 'variant': 'default_weighted', 'numerator': 'positive',
   'interval': 'effective wilson', 'among': "metric = 'complaint_csat'"},
  {'kpi_id': 'fcr', 'variant': 'stated_weighted', 'numerator': 'positive', 'interval': 'effective wilson',
   'among': "metric = 'fcr_stated'"},
], least_of_team=5) }}

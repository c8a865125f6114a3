-- Each question on its own: the score of the answers as they came, and of the same answers by their weights.
with scored as (
  select
    weights.survey_question_key,
    weights.period_kind,
    weights.period_start,
    weights.is_partial,
    weights.weight,
    answers.source,
    answers.survey,
    answers.question_id,
    answers.metric,
    coalesce(answers.turned_score, 0) as turned_score,
    case answers.nps_class when 'promoter' then 1 when 'detractor' then -1 else 0 end as net,
    case when answers.is_positive then 1 else 0 end as positive,
    weighed.all_invited,
    weighed.represented_invited
  from {{ ref('fct_survey_answer_weights') }} as weights
  inner join {{ ref('fct_survey_answers') }} as answers on weights.survey_answer_key = answers.survey_answer_key
  inner join {{ ref('fct_survey_groups') }} as weighed on weights.survey_group_key = weighed.survey_group_key
),

measured as (
  select *, 'net' as measure, 100 as times, cast(net as decimal(18, 4)) as result from scored where metric = 'nps'
  union all
  select *, 'positive' as measure, 100 as times, cast(positive as decimal(18, 4)) as result
  from scored
  where metric != 'nps'
  union all
  select *, 'mean' as measure, 1 as times, turned_score as result from scored where metric in ('csat', 'ces')
),

summed as (
  select
    survey_question_key, source, survey, question_id, metric, measure, times, period_kind, period_start, is_partial,
    count(*) as answers,
    max(all_invited) as invited,
    max(represented_invited) as represented_invited,
    count(case when weight = 5 then 1 end) as capped_answers,
    max(weight) as largest_weight,
    cast(sum(result) as double) as results,
    cast(sum(weight) as double) as weights,
    cast(sum(cast(weight * weight as decimal(18, 8))) as double) as squared_weights,
    cast(sum(cast(weight * result as decimal(18, 8))) as double) as weighted_results
  from measured
  group by
    survey_question_key, source, survey, question_id, metric, measure, times, period_kind, period_start, is_partial
)

select
  {{ surrogate_key(['survey_question_key', 'measure', 'period_kind', 'period_start']) }} as survey_score_weighted_key,
  survey_question_key,
  source,
  survey,
  question_id,
  metric,
  measure,
  period_kind,
  period_start,
  is_partial,
  answers,
  invited,
  represented_invited,
  times * (cast(results as double) / answers) as raw_score,
  times * (cast(weighted_results as double) / nullif(weights, 0)) as weighted_score,
  weights * (cast(weights as double) / nullif(squared_weights, 0)) as effective_answers,
  answers * (cast(squared_weights as double) / nullif(weights * weights, 0)) as design_effect,
  largest_weight,
  capped_answers
from summed

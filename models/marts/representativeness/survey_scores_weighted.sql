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
    case when answers.is_positive then 1 when not answers.is_positive then 0 end as positive
  from {{ ref('fct_survey_answer_weights') }} as weights
  inner join {{ ref('fct_survey_answers') }} as answers on weights.survey_answer_key = answers.survey_answer_key
),

-- Those invited in each of the periods in which the people behind the answers were.
asked as (
  select
    survey_question_key, period_kind, period_start,
    sum(all_invited) as invited,
    sum(represented_invited) as represented_invited
  from (
    select distinct
      weights.survey_question_key, weights.period_kind, weights.period_start,
      asked_groups.period_start as invited_from,
      asked_groups.all_invited, asked_groups.represented_invited
    from {{ ref('fct_survey_answer_weights') }} as weights
    inner join {{ ref('fct_survey_groups') }} as asked_groups
      on weights.survey_group_key = asked_groups.survey_group_key
  ) as periods_asked
  group by survey_question_key, period_kind, period_start
),

measured as (
  select *, 'net' as measure, 100 as times, cast(net as decimal(18, 4)) as result from scored where metric = 'nps'
  union all
  select *, 'positive' as measure, 100 as times, cast(positive as decimal(18, 4)) as result
  from scored
  where metric != 'nps' and positive is not null
  union all
  select *, 'mean' as measure, 1 as times, turned_score as result from scored where metric in ('csat', 'ces')
),

summed as (
  select
    survey_question_key, source, survey, question_id, metric, measure, times, period_kind, period_start, is_partial,
    count(*) as answers,
    count(case when weight = 5 then 1 end) as capped_answers,
    max(weight) as largest_weight,
    cast(sum(result) as double) as results,
    cast(sum(weight) as double) as weights,
    cast(sum(cast(weight * weight as decimal(18, 8))) as double) as squares,
    cast(sum(cast(weight * result as decimal(18, 8))) as double) as weighted_results
  from measured
  group by
    survey_question_key, source, survey, question_id, metric, measure, times, period_kind, period_start, is_partial
)

select
  {{ surrogate_key([
    'summed.survey_question_key', 'summed.measure', 'summed.period_kind', 'summed.period_start',
  ]) }} as survey_score_weighted_key,
  summed.survey_question_key,
  summed.source,
  summed.survey,
  summed.question_id,
  summed.metric,
  summed.measure,
  summed.period_kind,
  summed.period_start,
  summed.is_partial,
  summed.answers,
  cast(asked.invited as bigint) as invited,
  cast(asked.represented_invited as bigint) as represented_invited,
  summed.times * (cast(summed.results as double) / summed.answers) as raw_score,
  summed.times * (cast(summed.weighted_results as double) / nullif(summed.weights, 0)) as weighted_score,
  summed.weights * (cast(summed.weights as double) / nullif(summed.squares, 0)) as effective_answers,
  summed.answers * (cast(summed.squares as double) / nullif(summed.weights * summed.weights, 0)) as design_effect,
  summed.largest_weight,
  summed.capped_answers
from summed
inner join asked
  on
    summed.survey_question_key = asked.survey_question_key
    and summed.period_kind = asked.period_kind
    and summed.period_start is not distinct from asked.period_start

{% set of_class = 'metric, scope, answer_class, period_kind, period_start' %}
-- Words of which no term is known are `none`, so that what the terms miss can be seen. The two generations of effort
-- are two instruments; a score without a class of its own is in none.
with classed as (
  select
    answers.survey_answer_key,
    answers.answered_on,
    answers.scope,
    case
      when answers.metric != 'ces' then answers.metric
      when answers.generation = '2.0' then 'ces'
      when answers.generation = '1.0' then 'ces_1'
    end as metric,
    case
      when answers.metric = 'nps' then answers.nps_class
      when judged.is_positive then 'positive'
      when judged.is_negative then 'negative'
      when judged.is_positive is not null then 'neutral'
    end as answer_class
  from {{ ref('fct_survey_answers') }} as answers
  inner join {{ ref('int_survey_answers_judged') }} as judged
    on answers.survey_answer_key = judged.survey_answer_key
  where
    answers.is_counted
    and answers.respondent_kind = 'customer'
    and answers.metric in ('nps', 'csat', 'ces', 'repurchase_intent', 'complaint_csat', 'review_rating')
    and answers.has_verbatim
),

verbatims as (
  select
    classed.*,
    periods.period_kind,
    periods.period_start,
    periods.is_partial
  from classed
  inner join {{ ref('int_periods_listed') }} as periods on classed.answered_on = periods.date_on
  where
    classed.metric is not null
    and classed.answer_class is not null
    and periods.period_kind in ('month', 'quarter', 'year', 'all')
),

classes as (
  select {{ of_class }}, count(*) as verbatims
  from verbatims
  group by {{ of_class }}
),

topical as (
  select
    verbatims.*,
    coalesce(topics.topic, 'none') as topic
  from verbatims
  left join {{ ref('fct_answer_topics') }} as topics
    on verbatims.survey_answer_key = topics.survey_answer_key and topics.topic_origin = 'verbatim'
),

counted as (
  select {{ of_class }}, is_partial, topic, count(*) as answers
  from topical
  group by {{ of_class }}, is_partial, topic
)

select
  {{ surrogate_key([
    'counted.metric', 'counted.scope', 'counted.answer_class', 'counted.topic', 'counted.period_kind',
    'counted.period_start',
  ]) }} as verbatim_topic_key,
  counted.metric,
  counted.scope,
  counted.answer_class,
  counted.topic,
  counted.period_kind,
  counted.period_start,
  counted.is_partial,
  counted.answers,
  classes.verbatims,
  100.0 * (cast(counted.answers as double) / classes.verbatims) as share_percent
from counted
inner join classes
  on
    counted.metric = classes.metric
    and counted.scope = classes.scope
    and counted.answer_class = classes.answer_class
    and counted.period_kind = classes.period_kind
    and counted.period_start is not distinct from classes.period_start

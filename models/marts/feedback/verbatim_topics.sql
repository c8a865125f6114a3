-- Words of which no term is known are `none`, so that what the terms miss can be seen.
with verbatims as (
  select
    answers.survey_answer_key,
    answers.scope,
    answers.nps_class,
    periods.period_kind,
    periods.period_start,
    periods.is_partial
  from {{ ref('fct_survey_answers') }} as answers
  inner join {{ ref('int_periods_listed') }} as periods on answers.answered_on = periods.date_on
  where
    answers.is_counted
    and answers.respondent_kind = 'customer'
    and answers.metric = 'nps'
    and answers.has_verbatim
    and periods.period_kind in ('month', 'quarter', 'year', 'all')
),

classes as (
  select scope, nps_class, period_kind, period_start, count(*) as verbatims
  from verbatims
  group by scope, nps_class, period_kind, period_start
),

counted as (
  select
    verbatims.scope,
    verbatims.nps_class,
    verbatims.period_kind,
    verbatims.period_start,
    verbatims.is_partial,
    coalesce(topics.topic, 'none') as topic,
    count(*) as answers
  from verbatims
  left join {{ ref('fct_answer_topics') }} as topics
    on verbatims.survey_answer_key = topics.survey_answer_key and topics.topic_origin = 'verbatim'
  group by
    verbatims.scope, verbatims.nps_class, verbatims.period_kind, verbatims.period_start, verbatims.is_partial,
    coalesce(topics.topic, 'none')
)

select
  {{ surrogate_key([
    'counted.scope', 'counted.nps_class', 'counted.topic', 'counted.period_kind', 'counted.period_start',
  ]) }} as verbatim_topic_key,
  counted.scope,
  counted.nps_class,
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
    counted.scope = classes.scope
    and counted.nps_class = classes.nps_class
    and counted.period_kind = classes.period_kind
    and counted.period_start is not distinct from classes.period_start

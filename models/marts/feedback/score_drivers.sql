-- noqa: disable=LT02
{% set z, of_period = 1.959964, 'metric, scope, period_kind, period_start' %}
with answers as (
  select
    survey_answer_key, survey_question_key, ticket_key, metric, scope, channel, answered_at, answered_on,
    case
      when metric = 'csat' then cast(is_positive as bigint)
      when nps_class = 'promoter' then 1
      when nps_class = 'passive' then 0
      else -1
    end as result
  from {{ ref('fct_survey_answers') }}
  where
    is_counted and respondent_kind = 'customer'
    and (
      (metric = 'nps' and scope in ('relational', 'transactional'))
      or (metric = 'csat' and is_positive is not null)
    )
),

-- All answers are a group of their own, from which the others are reckoned.
drivers as (
  select survey_answer_key, 'all' as driver, 'all' as driver_value from answers
  union all
  select distinct survey_answer_key, 'topic' as driver, topic as driver_value from {{ ref('fct_answer_topics') }}
  union all
  select survey_answer_key, 'channel' as driver, channel as driver_value from answers where channel != 'unknown'
  union all
  {{ waited('answers') }}
),

grouped as (
  select
    answers.metric, answers.scope, answers.survey_question_key, drivers.driver, drivers.driver_value,
    periods.period_kind, periods.period_start, periods.is_partial,
    count(*) as n, cast(sum(answers.result) as bigint) as s, cast(sum(abs(answers.result)) as bigint) as q
  from drivers
  inner join answers on drivers.survey_answer_key = answers.survey_answer_key
  inner join {{ ref('int_periods_listed') }} as periods on answers.answered_on = periods.date_on
  where periods.period_kind in ('month', 'quarter', 'year', 'all')
  group by
    answers.metric, answers.scope, answers.survey_question_key, drivers.driver, drivers.driver_value,
    periods.period_kind, periods.period_start, periods.is_partial
),

contrasted as (
  select
    *,
    nullif((max(case when driver = 'all' then n end) over of_question) - n, 0) as rest_n
    {%- for part in ['s', 'q'] %},
    (max(case when driver = 'all' then {{ part }} end) over of_question) - {{ part }} as rest_{{ part }}
    {%- endfor %}
  from grouped
  window of_question as (partition by {{ of_period }}, survey_question_key)
),

-- Like is compared with like: each question's others weigh as much as the group's answers to it.
added as (
  select
    {{ of_period }}, is_partial, driver, driver_value,
    sum(n) as n, sum(s) as s, sum(rest_n) as rest_n,
    {%- for part in ['n', 's', 'q'] %}
    cast(sum(case when rest_n > 0 then {{ part }} end) as double) as compared_{{ part }},
    {%- endfor %}
    {%- for rest, part in [('s', 'rest_s'), ('q', 'rest_q'), ('weight', 'n')] %}
    cast(sum(cast(cast(n * {{ part }} as double) / rest_n as decimal(28, 12))) as double) as rest_{{ rest }},
    {%- endfor %}
    max(case when driver = 'all' then sum(n) end) over (partition by {{ of_period }}) as total_n
  from contrasted
  group by {{ of_period }}, is_partial, driver, driver_value
),

weighed as (
  select
    added.*, samples.minimum_n,
    cast(added.compared_n * added.compared_n as double) / added.rest_weight as rest_effective_n
    {%- for part, nps, csat in [('n', 3.0, 2.0), ('s', 0.0, 1.0), ('q', 1.5, 1.0)] %},
    case added.metric when 'nps' then {{ nps }} else {{ csat }} end as more_{{ part }}
    {%- endfor %}
  from added
  inner join {{ ref('kpi_minimum_samples') }} as samples on added.metric = samples.kpi_id
  where added.driver != 'all'
),

-- A net score gets 3/4 promoter, 3/4 detractor and 1 1/2 passives more on either side, a share one answer of each kind.
evened as (
  select
    *,
    rest_effective_n + more_n as rest_more_n,
    cast(rest_s * compared_n as double) / rest_weight + more_s as rest_more_s,
    cast(rest_q * compared_n as double) / rest_weight + more_q as rest_more_q
  from weighed
),

spread as (
  select
    *,
    100.0 * (
      cast(compared_s + more_s as double) / (compared_n + more_n) - cast(rest_more_s as double) / rest_more_n
    ) as middle,
    {{ z }} * 100.0 * sqrt(
      {{ net_variance('(compared_n + more_n)', '(compared_s + more_s)', '(compared_q + more_q)') }}
      + {{ net_variance('rest_more_n', 'rest_more_s', 'rest_more_q') }}
    ) as half_width
  from evened
)

select
  {{ surrogate_key(['metric', 'scope', 'driver', 'driver_value', 'period_kind', 'period_start']) }} as score_driver_key,
  metric, scope, driver, driver_value, period_kind, period_start, is_partial,
  cast(n as bigint) as n, cast(coalesce(compared_n, 0) as bigint) as compared_n,
  cast(coalesce(rest_n, 0) as bigint) as rest_n, rest_effective_n,
  100.0 * (cast(n as double) / total_n) as share_percent,
  100.0 * (cast(s as double) / n) as score,
  100.0 * (cast(rest_s as double) / compared_n) as rest_score,
  100.0 * (cast(compared_s - rest_s as double) / compared_n) as effect,
  middle - half_width as interval_low, middle + half_width as interval_high,
  100.0 * (cast(compared_s - rest_s as double) / total_n) as impact,
  coalesce(least(compared_n, rest_effective_n), 0) < minimum_n as is_small_sample
from spread

{% set z, bounds = 1.959964, var('driver_wait_bounds_minutes') %}
{% set waits = {
  'first_reply_wait': ('first_reply_at', 'first_reply_calendar_minutes'),
  'resolution_wait': ('first_resolved_at', 'first_resolution_calendar_minutes'),
} %}
with answers as (
  select
    survey_answer_key,
    ticket_key,
    metric,
    scope,
    channel,
    answered_at,
    answered_on,
    case
      when metric = 'csat' and is_positive then 1
      when metric = 'csat' or nps_class = 'passive' then 0
      when nps_class = 'promoter' then 1
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

-- A wait is one that the customer had had when they answered.
drivers as (
  select distinct survey_answer_key, 'topic' as driver, topic as driver_value from {{ ref('fct_answer_topics') }}
  union all
  select survey_answer_key, 'channel' as driver, channel as driver_value from answers
  {%- for driver, (ended_at, minutes) in waits.items() %}
  union all
  select
    answers.survey_answer_key,
    '{{ driver }}' as driver,
    case
      {%- for bound in bounds %}
      when tickets.{{ minutes }} < {{ bound }} then '{{ loop.index }}: under {{ bound }} minutes'
      {%- endfor %}
      else '{{ bounds | length + 1 }}: from {{ bounds[-1] }} minutes'
    end as driver_value
  from answers
  inner join {{ ref('fct_tickets') }} as tickets on answers.ticket_key = tickets.ticket_key
  where tickets.{{ ended_at }} <= answers.answered_at
  {%- endfor %}
),

totals as (
  select
    answers.metric, answers.scope, periods.period_kind, periods.period_start, periods.is_partial,
    count(*) as n, sum(answers.result) as s, sum(abs(answers.result)) as q
  from answers
  inner join {{ ref('int_periods_listed') }} as periods on answers.answered_on = periods.date_on
  where periods.period_kind in ('month', 'quarter', 'year', 'all')
  group by answers.metric, answers.scope, periods.period_kind, periods.period_start, periods.is_partial
),

grouped as (
  select
    answers.metric, answers.scope, drivers.driver, drivers.driver_value, periods.period_kind, periods.period_start,
    count(*) as n, sum(answers.result) as s, sum(abs(answers.result)) as q
  from drivers
  inner join answers on drivers.survey_answer_key = answers.survey_answer_key
  inner join {{ ref('int_periods_listed') }} as periods on answers.answered_on = periods.date_on
  group by
    answers.metric, answers.scope, drivers.driver, drivers.driver_value, periods.period_kind, periods.period_start
),

-- A net score gets 3/4 promoter, 3/4 detractor and 1 1/2 passives more on either side, a share one answer of each kind.
compared as (
  select
    grouped.*,
    totals.is_partial,
    samples.minimum_n,
    totals.n as total_n,
    totals.n - grouped.n as rest_n,
    100.0 * (cast(totals.s as double) / totals.n) as total_score,
    100.0 * (cast(grouped.s as double) / grouped.n) as score,
    100.0 * (cast(totals.s - grouped.s as double) / nullif(totals.n - grouped.n, 0)) as rest_score,
    grouped.n + case grouped.metric when 'nps' then 3.0 else 2.0 end as more_n,
    cast(grouped.s as double) + case grouped.metric when 'nps' then 0 else 1 end as more_s,
    cast(grouped.q as double) + case grouped.metric when 'nps' then 1.5 else 1 end as more_q,
    totals.n - grouped.n + case grouped.metric when 'nps' then 3.0 else 2.0 end as rest_more_n,
    cast(totals.s - grouped.s as double) + case grouped.metric when 'nps' then 0 else 1 end as rest_more_s,
    cast(totals.q - grouped.q as double) + case grouped.metric when 'nps' then 1.5 else 1 end as rest_more_q
  from grouped
  inner join totals
    on
      grouped.metric = totals.metric
      and grouped.scope = totals.scope
      and grouped.period_kind = totals.period_kind
      and grouped.period_start is not distinct from totals.period_start
  inner join {{ ref('kpi_minimum_samples') }} as samples on grouped.metric = samples.kpi_id
),

spread as (
  select
    *,
    100.0 * (cast(more_s as double) / more_n - cast(rest_more_s as double) / rest_more_n) as middle,
    {{ z }} * 100.0 * sqrt(
      {{ net_variance('more_n', 'more_s', 'more_q') }} + {{ net_variance('rest_more_n', 'rest_more_s', 'rest_more_q') }}
    ) as half_width
  from compared
)

select
  {{ surrogate_key(['metric', 'scope', 'driver', 'driver_value', 'period_kind', 'period_start']) }} as score_driver_key,
  metric, scope, driver, driver_value, period_kind, period_start, is_partial, n, rest_n,
  100.0 * (cast(n as double) / total_n) as share_percent,
  score, rest_score,
  score - rest_score as effect,
  case when rest_n > 0 then middle - half_width end as interval_low,
  case when rest_n > 0 then middle + half_width end as interval_high,
  total_score - rest_score as impact,
  least(n, rest_n) < minimum_n as is_small_sample
from spread

-- noqa: disable=LT02
with lifetimes as (
  select
    segment,
    started_on,
    lifetime_months,
    is_churned,
    count(*) as customers
  from {{ ref('int_customer_lifetimes_measured') }}
  group by segment, started_on, lifetime_months, is_churned
),

months as (
  select distinct period_start
  from {{ ref('int_periods_listed') }}
  where period_kind = 'month' and not is_partial
),

-- Kaplan-Meier as each month closes: a cohort has been seen at an age once so many months are over since its start.
ages as (
  select {{ each_number('1', '12') }} as age_months
),

by_age as (
  {%- for dimension, value in [('total', "'total'"), ('segment', 'lifetimes.segment')] %}
  select
    '{{ dimension }}' as dimension,
    {{ value }} as dimension_value,
    ages.age_months,
    {{ months_later('lifetimes.started_on', 'ages.age_months') }} as seen_on,
    sum(lifetimes.customers) as at_risk,
    sum(
      case when lifetimes.is_churned and lifetimes.lifetime_months = ages.age_months then lifetimes.customers else 0 end
    ) as churned
  from lifetimes
  inner join ages on lifetimes.lifetime_months >= ages.age_months
  group by lifetimes.started_on, ages.age_months{{ ', lifetimes.segment' if dimension == 'segment' }}
  {{ 'union all' if not loop.last }}
  {%- endfor %}
),

steps as (
  select
    months.period_start,
    by_age.dimension,
    by_age.dimension_value,
    by_age.age_months,
    sum(by_age.at_risk) as at_risk,
    sum(by_age.churned) as churned,
    cast(sum(by_age.at_risk - by_age.churned) as double) / sum(by_age.at_risk) as retention
  from months
  inner join by_age on months.period_start >= by_age.seen_on
  group by months.period_start, by_age.dimension, by_age.dimension_value, by_age.age_months
),

-- Where nobody has been seen for 12 months yet a step is missing, and so is the figure. Greenwood's sum is over the
-- steps that left somebody.
estimated as (
  select
    period_start,
    dimension,
    dimension_value,
    case
      when min(retention) = 0 then 0.0
      else
        max(case when age_months = 1 then retention end)
        {%- for age in range(2, 13) %}
        * max(case when age_months = {{ age }} then retention end)
        {%- endfor %}
    end as survival_rate,
    sum(cast(cast(churned as double) / (at_risk * nullif(at_risk - churned, 0)) as decimal(28, 18))) as variance_sum,
    max(case when age_months = 1 then at_risk end) as n,
    max(case when age_months = 1 then at_risk end)
    - sum(case when age_months < 12 then churned else 0 end)
    - coalesce(max(case when age_months = 12 then at_risk end), 0) as n_immature
  from steps
  group by period_start, dimension, dimension_value
),

-- The interval is one of ln(-ln(survival)), so that it stays between 0 and 100 however few there are.
widened as (
  select
    *,
    case
      when survival_rate > 0 and survival_rate < 1
        then exp(cast(1.959964 * sqrt(variance_sum) as double) / abs(ln(nullif(survival_rate, 0))))
    end as width
  from estimated
)

select
  'month' as period_kind,
  period_start,
  dimension,
  dimension_value,
  100.0 * (1.0 - survival_rate) as measured,
  100.0 * (1.0 - exp(cast(ln(nullif(survival_rate, 0)) as double) / width)) as interval_low,
  100.0 * (1.0 - exp(ln(nullif(survival_rate, 0)) * width)) as interval_high,
  n,
  n_immature
from widened

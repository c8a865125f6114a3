-- Kaplan-Meier: of the customers seen at an age or later, how many left at it. Who was last seen at an age is at risk
-- at it, and no longer at the next one.
with lifetimes as (
  select * from {{ ref('int_customer_lifetimes_measured') }}
),

members as (
  select 'total' as dimension, 'total' as dimension_value, lifetime_months, is_churned from lifetimes
  union all
  select 'segment' as dimension, segment as dimension_value, lifetime_months, is_churned from lifetimes
),

lasts as (
  select
    dimension,
    dimension_value,
    max(lifetime_months) as last_age
  from members
  group by dimension, dimension_value
),

ages as (
  select
    dimension,
    dimension_value,
    {{ each_number('0', 'last_age') }} as age_months
  from lasts
),

ended as (
  select
    ages.dimension,
    ages.dimension_value,
    ages.age_months,
    count(case when members.is_churned then 1 end) as customers_churned,
    count(case when not members.is_churned then 1 end) as customers_censored
  from ages
  left join members
    on
      ages.dimension = members.dimension
      and ages.dimension_value = members.dimension_value
      and ages.age_months = members.lifetime_months
  group by ages.dimension, ages.dimension_value, ages.age_months
),

counted as (
  select
    *,
    sum(customers_churned + customers_censored) over (
      partition by dimension, dimension_value
      order by age_months desc
      rows between unbounded preceding and current row
    ) as customers_at_risk
  from ended
),

at_risk as (
  select
    *,
    customers_at_risk - customers_churned as stayed
  from counted
),

-- A product is the exponential of a sum of logarithms, and 0 once everybody at risk has left.
steps as (
  select
    *,
    ln(cast(nullif(stayed, 0) as double) / customers_at_risk) as log_retention,
    cast(customers_churned as double) / (customers_at_risk * nullif(stayed, 0)) as variance_term
  from at_risk
),

survived as (
  select
    *,
    case
      when max(case when stayed = 0 then 1 else 0 end) over earlier = 1 then 0.0
      else exp(sum(log_retention) over earlier)
    end as survival_rate,
    sum(variance_term) over earlier as variance_sum
  from steps
  window earlier as (
    partition by dimension, dimension_value
    order by age_months asc
    rows between unbounded preceding and current row
  )
)

select
  dimension,
  dimension_value,
  age_months,
  cast(customers_at_risk as bigint) as customers_at_risk,
  customers_churned,
  customers_censored,
  cast(survival_rate as double) as survival_rate,
  case
    when survival_rate > 0 then greatest(survival_rate - 1.959964 * survival_rate * sqrt(variance_sum), 0.0)
  end as interval_low,
  case
    when survival_rate > 0 then least(survival_rate + 1.959964 * survival_rate * sqrt(variance_sum), 1.0)
  end as interval_high
from survived

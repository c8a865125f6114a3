with lifetimes as (
  select * from {{ ref('int_customer_lifetimes_measured') }}
),

periods as (
  select distinct
    period_start as month,
    not is_partial as is_mature
  from {{ ref('int_periods_listed') }}
  where period_kind = 'month'
),

ages as (
  select
    lifetimes.started_on,
    lifetimes.segment,
    periods.month,
    periods.is_mature,
    {{ months_between('lifetimes.started_on', 'periods.month') }} as age_months,
    count(*) as customers_at_start,
    sum(lifetimes.starting_mrr) as starting_mrr
  from lifetimes
  inner join periods on lifetimes.started_on <= periods.month
  group by lifetimes.started_on, lifetimes.segment, periods.month, periods.is_mature
),

paid as (
  select
    lifetimes.started_on,
    lifetimes.segment,
    months.month,
    count(*) as customers_paying,
    sum(months.mrr) as paying_mrr,
    count(case when months.month < coalesce(lifetimes.churned_on, date '9999-12-31') then 1 end) as customers_retained,
    sum(case when months.month < coalesce(lifetimes.churned_on, date '9999-12-31') then months.mrr end) as retained_mrr
  from lifetimes
  inner join {{ ref('int_customer_margins_by_month') }} as months on lifetimes.customer_key = months.customer_key
  group by lifetimes.started_on, lifetimes.segment, months.month
)

select
  ages.started_on,
  ages.segment,
  ages.age_months,
  ages.month,
  ages.is_mature,
  ages.customers_at_start,
  coalesce(paid.customers_retained, 0) as customers_retained,
  coalesce(paid.customers_paying, 0) as customers_paying,
  cast(ages.starting_mrr as decimal(18, 4)) as starting_mrr,
  cast(coalesce(paid.retained_mrr, 0) as decimal(18, 4)) as retained_mrr,
  cast(coalesce(paid.paying_mrr, 0) as decimal(18, 4)) as paying_mrr
from ages
left join paid
  on ages.started_on = paid.started_on and ages.segment = paid.segment and ages.month = paid.month

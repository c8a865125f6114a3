-- description: Who pays recurring revenue at as_of has service periods that cover the day, worth it or more.
-- remedy: >
--   marts.churn_monthly shows revenue that no subscription period gives (pauses can only lower it); compare the
--   customer's periods that cover the last past day with its closing_mrr.
-- min_rows_from: >
--   marts.churn_monthly where month = (
--     select date_trunc('month', max(date_on)) from conformed.dim_date where is_past
--   )
with today as (
  select max(date_on) as date_on from conformed.dim_date where is_past
),

covering as (
  select
    periods.customer_key,
    sum(periods.mrr_amount) as mrr_amount
  from conformed.fct_subscription_periods as periods
  inner join today on periods.starts_on <= today.date_on and periods.ends_on > today.date_on
  where periods.is_recurring and periods.mrr_amount > 0
  group by periods.customer_key
),

closings as (
  select churn.customer_key, churn.closing_mrr
  from marts.churn_monthly as churn
  inner join today on churn.month = cast(date_trunc('month', today.date_on) as date)
)

select
  'marts.churn_monthly' as part,
  count(*) as evaluated_rows,
  count(*) filter (where closings.closing_mrr > coalesce(covering.mrr_amount, 0)) as failed_rows
from closings
left join covering on covering.customer_key = closings.customer_key

-- The first day on which the sum of a customer's periods is above zero. A period adds its revenue with its first day
-- and takes it away with its end; a pause inside it the other way round. Pauses of a subscription never overlap.
with periods as (
  select *
  from {{ ref('int_subscription_periods_priced') }}
  where is_recurring and starts_on < ends_on
),

paused as (
  select
    periods.customer_key,
    periods.mrr,
    greatest(periods.starts_on, pauses.first_on) as first_on,
    least(periods.ends_on, pauses.end_on) as end_on
  from periods
  inner join {{ ref('int_subscription_pauses_spanned') }} as pauses
    on
      periods.source = pauses.source
      and periods.subscription_id = pauses.subscription_id
      and periods.starts_on < pauses.end_on
      and periods.ends_on > pauses.first_on
),

steps as (
  select customer_key, starts_on as date_on, mrr from periods
  union all
  select customer_key, ends_on as date_on, -mrr as mrr from periods
  union all
  select customer_key, first_on as date_on, -mrr as mrr from paused
  union all
  select customer_key, end_on as date_on, mrr from paused
),

daily as (
  select
    customer_key,
    date_on,
    sum(sum(mrr)) over (
      partition by customer_key
      order by date_on asc nulls last
      rows between unbounded preceding and current row
    ) as mrr
  from steps
  group by customer_key, date_on
)

select
  customer_key,
  min(date_on) as first_on
from daily
where mrr > 0
group by customer_key

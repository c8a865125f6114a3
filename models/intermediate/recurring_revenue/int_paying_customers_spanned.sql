-- A period adds its revenue with its first day and takes it away with its end; a pause inside it the other way round.
-- Pauses of a subscription never overlap. Steps of one day are one, so that a renewal leaves no gap.
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

levels as (
  select
    customer_key,
    date_on,
    sum(sum(mrr)) over (
      partition by customer_key
      order by date_on asc nulls last
      rows between unbounded preceding and current row
    ) > 0 as is_paying
  from steps
  group by customer_key, date_on
),

turns as (
  select
    *,
    coalesce(lag(is_paying) over (partition by customer_key order by date_on), false) as was_paying
  from levels
),

spans as (
  select
    customer_key,
    is_paying,
    date_on as starts_on,
    lead(date_on) over (partition by customer_key order by date_on) as ends_on
  from turns
  where is_paying is distinct from was_paying
)

select
  customer_key,
  starts_on,
  ends_on
from spans
where is_paying

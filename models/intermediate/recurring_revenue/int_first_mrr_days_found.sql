-- The first day on which a customer had recurring revenue: a period's first one that is not paused.
with first_days as (
  select
    periods.customer_key,
    periods.ends_on,
    coalesce(pauses.end_on, periods.starts_on) as first_on
  from {{ ref('int_subscription_periods_priced') }} as periods
  left join {{ ref('int_subscription_pauses_spanned') }} as pauses
    on
      periods.source = pauses.source
      and periods.subscription_id = pauses.subscription_id
      and periods.starts_on >= pauses.first_on
      and periods.starts_on < pauses.end_on
  where periods.is_recurring and periods.mrr > 0
)

select
  customer_key,
  min(first_on) as first_on
from first_days
where first_on < ends_on
group by customer_key

-- Days on which a subscription gives no recurring revenue, from its status history: the last status of a day counts,
-- and pauses that follow each other (a trial, then unpaid) are one. A cancellation changes nothing: days that were
-- paid for stay so, and unpaid ones too.
with last_of_day as (
  select
    source,
    subscription_id,
    {{ reporting_date('changed_at') }} as first_on,
    status in {{ not_recurring_statuses() }} as is_pause
  from {{ ref('stg_billing__subscription_changes') }}
  where status <> 'canceled'
  qualify row_number() over (
    partition by source, subscription_id, {{ reporting_date('changed_at') }}
    order by changed_at desc nulls last, sequence desc nulls last, status desc nulls last
  ) = 1
),

turns as (
  select
    *,
    lag(is_pause) over (partition by source, subscription_id order by first_on) as was_pause
  from last_of_day
),

spans as (
  select
    source,
    subscription_id,
    is_pause,
    first_on,
    coalesce(
      lead(first_on) over (partition by source, subscription_id order by first_on), date '9999-12-31'
    ) as end_on
  from turns
  where is_pause is distinct from was_pause
)

select
  source,
  subscription_id,
  first_on,
  end_on
from spans
where is_pause

{% set not_recurring = "('trialing', 'unpaid', 'paused', 'incomplete', 'incomplete_expired', 'canceled')" %}
-- Days on which a subscription gives no recurring revenue, from its status history; the last status of a day counts.
with dated as (
  select
    source,
    subscription_id,
    status,
    changed_at,
    sequence,
    {{ reporting_date('changed_at') }} as first_on
  from {{ ref('stg_billing__subscription_changes') }}
),

spans as (
  select
    source,
    subscription_id,
    status,
    first_on,
    coalesce(
      lead(first_on) over (partition by source, subscription_id order by changed_at, sequence nulls first),
      date '9999-12-31'
    ) as end_on
  from dated
)

select
  source,
  subscription_id,
  status,
  first_on,
  end_on
from spans
where status in {{ not_recurring }} and first_on < end_on

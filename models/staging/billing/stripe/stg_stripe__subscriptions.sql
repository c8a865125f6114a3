with versions as (
  select * from {{ ref('stg_stripe__subscription_versions') }}
),

latest as (
  select * from versions where recency = 1
),

-- the last version in another status than today's
previous as (
  select
    versions.subscription_id,
    versions.status,
    versions.canceled_at
  from versions
  inner join latest on versions.subscription_id = latest.subscription_id
  where versions.status <> latest.status
  qualify row_number() over (partition by versions.subscription_id order by versions.recency nulls last) = 1
)

select
  latest.subscription_id,
  latest.customer_id,
  latest.status,
  latest.started_at,
  latest.trial_end as trial_ends_at,
  latest.canceled_at as cancel_requested_at,
  latest.ended_at,
  latest.cancel_reason,
  case
    when latest.status not in ('canceled', 'unpaid') then null
    when latest.cancel_reason in ('payment_failed', 'payment_disputed') then true
    when latest.cancel_reason is not null then false
    when latest.cancel_at_period_end or previous.canceled_at is not null then false
    when latest.status = 'unpaid' or previous.status in ('past_due', 'unpaid') then true
    when previous.status is not null then false
  end as is_involuntary,
  latest._updated_at,
  latest._is_deleted,
  latest._arrived_at,
  latest._delivery,
  latest._record
from latest
left join previous on latest.subscription_id = previous.subscription_id

-- Paid service ends with the last day of recurring revenue: with the last period that was paid for (free ones after it
-- are none), on the day of ended_at inside it, or when the pause began that was never left. A subscription that its
-- source does not list is over when it is. One that was handed over ends for its last payer.
with paid as (
  select
    source,
    subscription_id,
    customer_key,
    min(starts_on) over (partition by source, subscription_id) as first_paid_on,
    paid_to
  from {{ ref('int_subscription_payments_spanned') }}
  qualify row_number() over (
    partition by source, subscription_id
    order by paid_to desc nulls last, starts_on desc nulls last, customer_key asc nulls last
  ) = 1
),

listed as (
  select
    subscriptions.source,
    subscriptions.subscription_id,
    parties.customer_key,
    coalesce(parties.is_test, false) or test_customers.customer_key is not null as is_test,
    subscriptions.contract_id,
    subscriptions.cancel_requested_at as asked_at,
    {{ reporting_date('subscriptions.ended_at') }} as ended_on,
    {{ reporting_date('subscriptions.cancel_requested_at') }} as asked_on,
    subscriptions.status in ('canceled', 'incomplete_expired') as is_over,
    subscriptions.is_involuntary,
    subscriptions.cancel_reason as reason
  from {{ ref('stg_billing__subscriptions') }} as subscriptions
  left join {{ ref('int_parties_linked') }} as parties
    on
      parties.kind = 'billing_customer'
      and subscriptions.source = parties.source
      and subscriptions.customer_id = parties.party_id
  left join {{ ref('int_test_customers_listed') }} as test_customers
    on parties.customer_key = test_customers.customer_key
),

clock as (
  select {{ reporting_date('as_of') }} as as_of_on
  from {{ ref('stg_clock') }}
),

joined as (
  select
    coalesce(listed.source, paid.source) as source,
    coalesce(listed.subscription_id, paid.subscription_id) as subscription_id,
    coalesce(paid.customer_key, listed.customer_key, {{ unknown_key() }}) as customer_key,
    coalesce(listed.is_test, false) as is_test,
    listed.contract_id,
    paid.first_paid_on,
    listed.asked_at,
    case
      when listed.subscription_id is null then case when paid.paid_to <= clock.as_of_on then paid.paid_to end
      when listed.is_over or listed.ended_on is not null or listed.asked_on is not null
        then coalesce(paid.paid_to, listed.ended_on, case when listed.is_over then listed.asked_on end)
    end as effective_on,
    -- A payment failure is told by the source; a cancellation that was asked for is a choice.
    case
      when listed.is_involuntary then false
      when not listed.is_involuntary or listed.asked_at is not null then true
    end as is_voluntary,
    listed.reason,
    listed.is_over or listed.ended_on is not null or listed.asked_on is not null as is_cancelled,
    clock.as_of_on
  from listed
  full join paid on listed.source = paid.source and listed.subscription_id = paid.subscription_id
  cross join clock
)

select
  source,
  subscription_id,
  customer_key,
  is_test,
  contract_id,
  first_paid_on,
  asked_at,
  coalesce(is_cancelled, effective_on is not null) as is_cancelled,
  effective_on,
  coalesce(effective_on <= as_of_on, false) as is_effective,
  is_voluntary,
  reason
from joined

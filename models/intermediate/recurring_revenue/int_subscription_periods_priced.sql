with periods as (
  select
    *,
    coalesce(interval_count, 1) as units,
    -- A word outside the list, or an interval of no length, is not known: the amount is spread over the period's days.
    case
      when coalesce(interval_count, 1) > 0 and interval_unit in ('day', 'week', 'month', 'year') then interval_unit
    end as known_unit,
    {{ days_between('period_start', 'period_end') }} as part_days,
    coalesce(is_proration, false) or interval_start is not null or interval_end is not null as is_part,
    coalesce(interval_start, period_start) as full_starts_on
  from {{ ref('stg_billing__subscription_periods') }}
),

full_intervals as (
  select
    *,
    coalesce(
      interval_end,
      case known_unit
        when 'month' then {{ months_later('full_starts_on', 'units') }}
        when 'year' then {{ months_later('full_starts_on', '12 * units') }}
        when 'week' then cast(full_starts_on + units * interval '7' day as date)
        when 'day' then cast(full_starts_on + units * interval '1' day as date)
      end
    ) as full_ends_on
  from periods
),

-- A month is 30.4375 days, so a plan by the month has the same MRR in February as in July.
normalised as (
  select
    *,
    case known_unit
      when 'month' then cast(1 as double) / units
      when 'year' then cast(1 as double) / (12 * units)
      when 'week' then cast(30.4375 as double) / (7 * units)
      when 'day' then cast(30.4375 as double) / units
      else cast(30.4375 as double) / greatest(part_days, 1)
    end as months_share,
    case
      when part_days <= 0 then 0.0
      when is_part and known_unit is not null and full_ends_on is not null
        then cast({{ days_between('full_starts_on', 'full_ends_on') }} as double) / part_days
      else 1.0
    end as part_factor
  from full_intervals
),

histories as (
  select
    source, subscription_id,
    min(case when status <> 'canceled' then {{ reporting_date('changed_at') }} end) as known_from,
    max(case when status like 'incomplete%' then 1 when status = 'canceled' then 0 else 2 end) as reached
  from {{ ref('stg_billing__subscription_changes') }}
  group by source, subscription_id
),

with_subscription as (
  select
    normalised.*,
    customers.customer_key,
    coalesce(customers.is_test, false) or test_customers.customer_key is not null as is_test,
    products.is_recurring,
    rates.rate,
    least(
      normalised.period_end, coalesce({{ reporting_date('subscriptions.ended_at') }}, normalised.period_end)
    ) as ends_on,
    coalesce(
      histories.subscription_id is null and subscriptions.status in {{ not_recurring_statuses() }}, false
    ) as is_not_recurring_now,
    -- Its first payment never came, by its status; where it says no more than that it is over, by its history.
    coalesce(histories.reached, 0) < 2
    and coalesce(nullif(subscriptions.status, 'canceled') like 'incomplete%', histories.reached = 1, false)
      as was_never_paid,
    {{ reporting_date('clock.as_of') }} as as_of_on,
    -- Of the days before the first known change, the end of the trial says more; that it was cancelled ends no trial.
    case
      when histories.known_from < {{ reporting_date('subscriptions.trial_ends_at') }} then histories.known_from
      else {{ reporting_date('subscriptions.trial_ends_at') }}
    end as trial_ends_on
  from normalised
  cross join {{ ref('stg_clock') }} as clock
  left join {{ ref('stg_billing__subscriptions') }} as subscriptions
    on normalised.source = subscriptions.source and normalised.subscription_id = subscriptions.subscription_id
  left join histories
    on normalised.source = histories.source and normalised.subscription_id = histories.subscription_id
  left join {{ ref('int_parties_linked') }} as customers
    on
      customers.kind = 'billing_customer'
      and normalised.source = customers.source
      and normalised.customer_id = customers.party_id
  left join {{ ref('int_test_customers_listed') }} as test_customers
    on customers.customer_key = test_customers.customer_key
  left join {{ ref('stg_billing__products') }} as products
    on normalised.source = products.source and normalised.product_id = products.product_id
  left join {{ ref('int_constant_rates_chosen') }} as rates on normalised.currency = rates.currency
)

select
  source, period_id, subscription_id, item_id,
  coalesce(customer_key, {{ unknown_key() }}) as customer_key,
  product_id, plan,
  greatest(period_start, coalesce(trial_ends_on, period_start)) as starts_on,
  ends_on,
  full_starts_on as interval_starts_on,
  coalesce(full_ends_on, period_end) as interval_ends_on,
  period_end as billed_to,
  quantity,
  amount,
  currency,
  {{ half_up('cast(amount as double) * part_factor * months_share') }} as mrr_in_currency,
  {{ half_up('cast(amount as double) * part_factor * months_share * cast(rate as double)') }} as mrr,
  coalesce(is_proration, false) as is_proration,
  is_test,
  was_never_paid,
  -- Without a history, the current status holds for the current period.
  not (is_not_recurring_now and period_start <= as_of_on and ends_on > as_of_on) and not was_never_paid
  and not is_test and not coalesce(is_trial, false) and coalesce(is_recurring, true) as is_recurring
from with_subscription

with cancelled as (
  select
    *,
    {{ reporting_date('asked_at') }} as asked_on
  from {{ ref('int_subscription_endings_judged') }}
  where not is_test and is_cancelled
),

lines as (
  select
    cancelled.source,
    cancelled.subscription_id,
    periods.product_id,
    periods.plan,
    sum(sum(periods.mrr)) over (partition by cancelled.source, cancelled.subscription_id) as lost_mrr,
    row_number() over (
      partition by cancelled.source, cancelled.subscription_id
      order by sum(periods.mrr) desc nulls last, periods.plan asc nulls last, periods.product_id asc nulls last
    ) as preference
  from cancelled
  inner join {{ ref('int_subscription_periods_priced') }} as periods
    on
      cancelled.source = periods.source
      and cancelled.subscription_id = periods.subscription_id
      and cancelled.effective_on > periods.starts_on
      and cancelled.effective_on <= periods.ends_on
  where periods.is_recurring and cancelled.first_paid_on is not null
  group by cancelled.source, cancelled.subscription_id, periods.product_id, periods.plan
)

select
  {{ surrogate_key(["'cancellation'", 'cancelled.source', 'cancelled.subscription_id']) }} as cancellation_key,
  cancelled.source,
  cancelled.subscription_id,
  cancelled.customer_key,
  coalesce(customers.customer_id, 'unknown') as customer_id,
  coalesce(versions.segment, 'unknown') as segment,
  coalesce(lines.plan, 'unknown') as plan,
  case
    when lines.product_id is null then {{ unknown_key() }}
    else {{ surrogate_key(["'product'", 'cancelled.source', 'lines.product_id']) }}
  end as product_key,
  cancelled.asked_at,
  cancelled.effective_on,
  cancelled.is_effective,
  cast({{ days_between('cancelled.asked_on', 'cancelled.effective_on') }} as bigint) as notice_days,
  case
    when cancelled.is_voluntary then 'voluntary'
    when not cancelled.is_voluntary then 'involuntary'
    else 'unknown'
  end as churn_kind,
  cancelled.reason,
  cancelled.first_paid_on is not null as was_paying,
  cast(lines.lost_mrr as decimal(18, 4)) as lost_mrr_amount
from cancelled
left join lines
  on
    cancelled.source = lines.source
    and cancelled.subscription_id = lines.subscription_id
    and lines.preference = 1
left join {{ ref('int_customers_listed') }} as customers on cancelled.customer_key = customers.customer_key
left join {{ ref('int_customer_versions_dated') }} as versions
  on
    cancelled.customer_key = versions.customer_key
    and cast(coalesce(cancelled.effective_on, cancelled.asked_on) as timestamp)
    >= {{ reporting_time('versions.valid_from') }}
    and cast(coalesce(cancelled.effective_on, cancelled.asked_on) as timestamp)
    < {{ reporting_time('versions.valid_to') }}

-- A customer left by the ending of what it paid for on the evening before: of several subscriptions, that which was
-- worth most decides. A payment failure is told by the source; a cancellation that was asked for is a choice.
with months as (
  select max(period_start) as last_month
  from {{ ref('int_periods_listed') }}
  where period_kind = 'month'
),

subscribed as (
  select
    {{ months_later('month', '1') }} as next_month,
    customer_key,
    source,
    subscription_id,
    sum(mrr) as mrr
  from {{ ref('int_mrr_by_month') }}
  group by month, customer_key, source, subscription_id
),

paying as (
  select distinct customer_key, month
  from {{ ref('int_mrr_by_month') }}
)

select
  subscribed.customer_key,
  subscribed.next_month as month,
  case
    when subscriptions.is_involuntary then 'involuntary'
    when not subscriptions.is_involuntary or subscriptions.cancel_requested_at is not null then 'voluntary'
    else 'unknown'
  end as churn_kind
from subscribed
inner join months on subscribed.next_month <= months.last_month
left join paying
  on subscribed.customer_key = paying.customer_key and subscribed.next_month = paying.month
left join {{ ref('stg_billing__subscriptions') }} as subscriptions
  on subscribed.source = subscriptions.source and subscribed.subscription_id = subscriptions.subscription_id
where paying.customer_key is null
qualify row_number() over (
  partition by subscribed.customer_key, subscribed.next_month
  order by subscribed.mrr desc nulls last, subscribed.source asc nulls last, subscribed.subscription_id asc nulls last
) = 1

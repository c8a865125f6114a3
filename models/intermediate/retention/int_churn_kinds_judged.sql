-- A customer left by the ending of what it paid for on the evening before: of several subscriptions, that which was
-- worth most decides. One that gave revenue again later, to this customer or another, had not ended yet.
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
    sum(mrr) as mrr,
    case when month = max(month) over (partition by source, subscription_id) then subscription_id end as ended_id
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
    when endings.is_voluntary then 'voluntary'
    when not endings.is_voluntary then 'involuntary'
    else 'unknown'
  end as churn_kind
from subscribed
inner join months on subscribed.next_month <= months.last_month
left join paying
  on subscribed.customer_key = paying.customer_key and subscribed.next_month = paying.month
left join {{ ref('int_subscription_endings_judged') }} as endings
  on
    subscribed.source = endings.source
    and subscribed.ended_id = endings.subscription_id
    and subscribed.customer_key = endings.customer_key
where paying.customer_key is null
qualify row_number() over (
  partition by subscribed.customer_key, subscribed.next_month
  order by subscribed.mrr desc nulls last, subscribed.source asc nulls last, subscribed.subscription_id asc nulls last
) = 1

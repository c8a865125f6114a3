{{ config(tags=['enrichment_input']) }}

with purchases as (
  select
    *,
    min(ordered_on) over (partition by is_backtest, customer_key) as first_ordered_on
  from {{ ref('int_order_purchases_netted') }}
),

counted as (
  select
    is_backtest,
    known_on,
    days_ahead,
    customer_key,
    first_ordered_on,
    max(ordered_on) as last_ordered_on,
    count(*) as purchases,
    sum(amount) as amount,
    sum(margin_amount) as margin_amount,
    sum(case when ordered_on > first_ordered_on then amount end) as repeat_amount
  from purchases
  group by is_backtest, known_on, days_ahead, customer_key, first_ordered_on
)

select
  counted.customer_key,
  counted.is_backtest,
  counted.known_on,
  counted.days_ahead,
  coalesce(listed.customer_id, 'unknown') as customer_id,
  coalesce(versions.segment, 'unknown') as segment,
  counted.first_ordered_on,
  counted.last_ordered_on,
  counted.purchases,
  cast(counted.amount as decimal(18, 4)) as amount,
  cast(counted.margin_amount as double) / cast(counted.amount as double) as margin_share,
  {{ decimal_quotient('counted.repeat_amount', 'nullif(counted.purchases - 1, 0)') }} as mean_repeat_amount,
  {{ days_between('counted.first_ordered_on', 'counted.last_ordered_on') }} as recency_days,
  {{ days_between('counted.first_ordered_on', 'counted.known_on') }} as age_days
from counted
left join {{ ref('int_customers_listed') }} as listed on counted.customer_key = listed.customer_key
left join {{ ref('int_customer_versions_dated') }} as versions
  on
    counted.customer_key = versions.customer_key
    and cast(counted.first_ordered_on as timestamp) >= {{ reporting_time('versions.valid_from') }}
    and cast(counted.first_ordered_on as timestamp) < {{ reporting_time('versions.valid_to') }}

-- Who buys without a contract is present for the days after an order that the company allows; such spans overlap.
with contracted as (
  select distinct customer_key
  from {{ ref('int_customer_activity_spanned') }}
  where reason = 'recurring revenue'
),

every_span as (
  select customer_key, starts_on, ends_on, 'contract' as basis
  from {{ ref('int_customer_activity_spanned') }}
  where reason = 'recurring revenue'
  union all
  select spans.customer_key, spans.starts_on, spans.ends_on, 'orders' as basis
  from {{ ref('int_customer_activity_spanned') }} as spans
  left join contracted on spans.customer_key = contracted.customer_key
  where spans.reason = 'order' and contracted.customer_key is null
),

spans as (
  select *, min(starts_on) over (partition by basis, customer_key) as first_on
  from every_span
),

periods as (
  select
    period_kind,
    period_start,
    min(date_on) as first_on,
    max(date_on) as last_on
  from {{ ref('int_periods_listed') }}
  where period_kind in ('month', 'quarter', 'year')
  group by period_kind, period_start
),

-- At the opening: on the evening before the first day. A span that ends on a day has no service on that day.
present as (
  select
    periods.period_kind,
    periods.period_start,
    periods.last_on,
    spans.basis,
    spans.customer_key,
    max(case when spans.starts_on < periods.first_on then 1 else 0 end) = 1 as is_at_opening,
    max(case when spans.ends_on > periods.last_on then 1 else 0 end) = 1 as is_at_closing,
    max(case when spans.first_on >= periods.first_on then 1 else 0 end) = 1 as is_new,
    max(case when spans.ends_on <= periods.last_on then 1 else 0 end) = 1 as has_ended
  from spans
  inner join periods on spans.starts_on <= periods.last_on and spans.ends_on >= periods.first_on
  group by periods.period_kind, periods.period_start, periods.last_on, spans.basis, spans.customer_key
)

select
  present.period_kind,
  present.period_start,
  present.last_on as date_on,
  present.basis,
  present.customer_key,
  coalesce(versions.segment, 'unknown') as segment,
  present.is_at_opening,
  present.is_at_closing,
  present.is_new,
  present.has_ended
from present
left join {{ ref('int_customer_versions_dated') }} as versions
  on
    present.customer_key = versions.customer_key
    and cast(present.period_start as timestamp) >= {{ reporting_time('versions.valid_from') }}
    and cast(present.period_start as timestamp) < {{ reporting_time('versions.valid_to') }}

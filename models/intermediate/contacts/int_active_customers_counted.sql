-- A customer counts once in a period, however often it was active, in the segment that it had at the end of it.
with periods as (
  select
    period_kind,
    period_start,
    min(date_on) as first_on,
    max(date_on) as last_on,
    max(closes_at) as closes_at
  from {{ ref('int_periods_listed') }}
  where period_kind in ('month', 'quarter', 'year', 'all')
  group by period_kind, period_start
),

active as (
  select distinct
    periods.period_kind,
    periods.period_start,
    periods.closes_at,
    spans.customer_key
  from {{ ref('int_customer_activity_spanned') }} as spans
  inner join periods on spans.starts_on <= periods.last_on and spans.ends_on > periods.first_on
),

segmented as (
  select
    active.*,
    coalesce(versions.segment, 'unknown') as segment
  from active
  left join {{ ref('int_customer_versions_dated') }} as versions
    on
      active.customer_key = versions.customer_key
      and active.closes_at > {{ reporting_time('versions.valid_from') }}
      and active.closes_at <= {{ reporting_time('versions.valid_to') }}
)

select period_kind, period_start, 'total' as dimension, 'total' as dimension_value, count(*) as members
from segmented
group by period_kind, period_start
union all
select period_kind, period_start, 'segment' as dimension, segment as dimension_value, count(*) as members
from segmented
group by period_kind, period_start, segment

-- A part whose interval is not known, as that of a price that was never delivered, is in none.
with parts as (
  select *
  from {{ ref('stg_stripe__billed_periods') }}
  where is_proration and interval_unit in ('day', 'week', 'month', 'year')
),

wholes as (
  select * from {{ ref('stg_stripe__billed_periods') }} where not is_proration and period_start < period_end
),

versions as (
  select
    subscription_id,
    {{ reporting_date('current_period_start') }} as period_start,
    {{ reporting_date('current_period_end') }} as period_end
  from {{ ref('stg_stripe__subscription_versions') }}
  where current_period_start < current_period_end
),

candidates as (
  select
    parts.period_id,
    wholes.period_start as interval_start,
    wholes.period_end as interval_end,
    case when wholes.item_id = parts.item_id then 1 else 2 end as preference
  from parts
  inner join wholes
    on
      parts.subscription_id = wholes.subscription_id
      and parts.period_start >= wholes.period_start
      and parts.period_end <= wholes.period_end
      and parts.interval_unit = wholes.interval_unit
      and parts.interval_count = wholes.interval_count
  union all
  select
    parts.period_id,
    versions.period_start as interval_start,
    versions.period_end as interval_end,
    3 as preference
  from parts
  inner join versions
    on
      parts.subscription_id = versions.subscription_id
      and parts.period_start >= versions.period_start
      and parts.period_end <= versions.period_end
      and abs({{ days_between(
        interval_before('versions.period_end', 'parts.interval_unit', 'parts.interval_count'), 'versions.period_start'
      ) }}) <= 3
  union all
  select
    period_id,
    least(period_start, {{ interval_before('period_end', 'interval_unit', 'interval_count') }}) as interval_start,
    period_end as interval_end,
    4 as preference
  from parts
)

select period_id, interval_start, interval_end
from candidates
qualify row_number() over (
  partition by period_id
  order by preference asc nulls last, interval_start desc nulls last, interval_end asc nulls last
) = 1

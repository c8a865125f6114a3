with bounds as (
  select
    least(
      coalesce((select min(created_at) from {{ ref('stg_ticketing__tickets') }}), as_of),
      coalesce((select cast(min(period_start) as timestamp) from {{ ref('stg_billing__subscription_periods') }}), as_of),
      coalesce((select min(issued_at) from {{ ref('stg_billing__invoices') }}), as_of),
      coalesce((select min(started_at) from {{ ref('stg_billing__subscriptions') }}), as_of)
    ) as first_at,
    as_of
  from {{ ref('stg_clock') }}
),

dates as (
  select {{ each_date(
    "cast(date_trunc('year', greatest(first_at, as_of - interval '50' year)) as date)",
    "cast(date_trunc('year', as_of) + interval '1' year - interval '1' day as date)"
  ) }} as date_on
  from bounds
)

select
  dates.date_on,
  {{ reporting_date('bounds.as_of') }} as as_of_on
from dates
cross join bounds

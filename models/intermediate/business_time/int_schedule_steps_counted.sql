-- The running total of business time: each UTC day of a schedule in steps that are open or closed as a whole, with the
-- business microseconds that had passed when the step began.
with changes as (
  select source, schedule_id, opens_at as starts_at, 1 as step
  from {{ ref('int_schedule_openings_dated') }}
  union all
  select source, schedule_id, closes_at as starts_at, -1 as step
  from {{ ref('int_schedule_openings_dated') }}
),

bounds as (
  select
    {{ days_later('min(date_on)', '-2') }} as first_on,
    {{ days_later('max(as_of_on)', var('business_horizon_days')) }} as last_on
  from {{ ref('int_dates_listed') }}
),

schedules as (
  select source, schedule_id
  from {{ ref('int_schedules_known') }}
  where is_known
),

days as (
  select {{ each_date('first_on', 'last_on') }} as date_on
  from bounds
),

midnights as (
  select
    schedules.source,
    schedules.schedule_id,
    cast(days.date_on as timestamp) as starts_at
  from schedules
  cross join days
),

-- Openings that overlap are open once: a step is open while more have begun than ended.
points as (
  select source, schedule_id, starts_at, sum(step) as step
  from (
    select * from changes
    union all
    select source, schedule_id, starts_at, 0 as step from midnights
  ) as every_point
  group by source, schedule_id, starts_at
),

steps as (
  select
    source,
    schedule_id,
    starts_at,
    lead(starts_at) over (partition by source, schedule_id order by starts_at) as ends_at,
    sum(step) over (
      partition by source, schedule_id order by starts_at rows between unbounded preceding and current row
    ) > 0 as is_open
  from points
),

lengths as (
  select
    *,
    case when is_open then {{ microseconds_between('starts_at', 'ends_at') }} else 0 end as open_microseconds
  from steps
  where ends_at is not null
)

select
  source,
  schedule_id,
  cast(starts_at as date) as date_on,
  starts_at,
  ends_at,
  is_open,
  cast(sum(open_microseconds) over (
    partition by source, schedule_id order by starts_at rows between unbounded preceding and current row
  ) - open_microseconds as bigint) as microseconds_before,
  cast(open_microseconds as bigint) as open_microseconds
from lengths

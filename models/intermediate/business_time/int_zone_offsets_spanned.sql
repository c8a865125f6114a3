-- The stretches in which a zone's clocks stood at one offset from UTC. A day whose end has another offset than its
-- start is searched minute by minute for the change.
with zones as (
  select distinct schedules.time_zone
  from {{ ref('stg_ticketing__schedules') }} as schedules
  inner join {{ ref('int_schedules_known') }} as known
    on schedules.source = known.source and schedules.schedule_id = known.schedule_id and known.is_known
),

bounds as (
  select
    {{ days_later('min(date_on)', '-2') }} as first_on,
    {{ days_later('max(as_of_on)', var('business_horizon_days')) }} as last_on
  from {{ ref('int_dates_listed') }}
),

days as (
  select {{ each_date('first_on', 'last_on') }} as date_on
  from bounds
),

midnights as (
  select
    zones.time_zone,
    cast(days.date_on as timestamp) as starts_at,
    cast({{ days_later('days.date_on', '1') }} as timestamp) as ends_at
  from zones
  cross join days
),

measured as (
  select
    time_zone,
    starts_at,
    {{ seconds_between('starts_at', local_time('starts_at', 'time_zone')) }} as offset_seconds,
    {{ seconds_between('ends_at', local_time('ends_at', 'time_zone')) }} as next_offset_seconds
  from midnights
),

minutes_of_changes as (
  select time_zone, starts_at, offset_seconds, {{ each_number('1', '1440') }} as minute_number
  from measured
  where offset_seconds != next_offset_seconds
),

searched as (
  select
    time_zone,
    offset_seconds,
    {{ microseconds_later('starts_at', 'minute_number * 60000000') }} as happened_at
  from minutes_of_changes
),

changes as (
  select time_zone, min(happened_at) as happened_at
  from searched
  where {{ seconds_between('happened_at', local_time('happened_at', 'time_zone')) }} != offset_seconds
  group by time_zone, cast({{ microseconds_later('happened_at', '-1') }} as date)
),

starts as (
  select time_zone, min(starts_at) as starts_at
  from measured
  group by time_zone
  union all
  select time_zone, happened_at as starts_at
  from changes
)

select
  time_zone,
  starts_at,
  coalesce(
    lead(starts_at) over (partition by time_zone order by starts_at), timestamp '9999-12-31 00:00:00'
  ) as ends_at,
  {{ seconds_between('starts_at', local_time('starts_at', 'time_zone')) }} as offset_seconds
from starts

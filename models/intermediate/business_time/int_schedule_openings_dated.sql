-- Opening hours as stretches of UTC: each local day's intervals, holidays out, placed on the clock of every stretch of
-- offsets that they touch. An hour that a clock shows twice is open twice, one that it skips is never open. An interval
-- that ends before it starts is of two days: it is in force where the first of them is.
with schedules as (
  select schedules.*
  from {{ ref('stg_ticketing__schedules') }} as schedules
  inner join {{ ref('int_schedules_known') }} as known
    on schedules.source = known.source and schedules.schedule_id = known.schedule_id and known.is_known
),

daily as (
  select
    source,
    schedule_id,
    time_zone,
    weekday,
    opens_at_minute,
    case when closes_at_minute < opens_at_minute then 1440 else closes_at_minute end as closes_at_minute,
    valid_from,
    valid_to
  from schedules
  union all
  select
    source,
    schedule_id,
    time_zone,
    mod(weekday, 7) + 1 as weekday,
    0 as opens_at_minute,
    closes_at_minute,
    {{ days_later('valid_from', '1') }} as valid_from,
    {{ days_later('valid_to', '1') }} as valid_to
  from schedules
  where closes_at_minute < opens_at_minute
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

local_intervals as (
  select
    daily.source,
    daily.schedule_id,
    daily.time_zone,
    {{ microseconds_later('cast(days.date_on as timestamp)', 'daily.opens_at_minute * 60000000') }} as opens_at,
    {{ microseconds_later('cast(days.date_on as timestamp)', 'daily.closes_at_minute * 60000000') }} as closes_at
  from daily
  inner join days
    on
      daily.weekday = {{ iso_weekday('days.date_on') }}
      and days.date_on >= coalesce(daily.valid_from, date '0001-01-01')
      and days.date_on <= coalesce(daily.valid_to, date '9999-12-31')
      and daily.opens_at_minute < daily.closes_at_minute
  left join {{ ref('stg_ticketing__schedule_holidays') }} as holidays
    on
      daily.source = holidays.source
      and daily.schedule_id = holidays.schedule_id
      and days.date_on between holidays.starts_on and holidays.ends_on
  where holidays.schedule_id is null
)

select distinct
  intervals.source,
  intervals.schedule_id,
  greatest(
    {{ microseconds_later('intervals.opens_at', '-1000000 * offsets.offset_seconds') }}, offsets.starts_at
  ) as opens_at,
  least(
    {{ microseconds_later('intervals.closes_at', '-1000000 * offsets.offset_seconds') }}, offsets.ends_at
  ) as closes_at
from local_intervals as intervals
inner join {{ ref('int_zone_offsets_spanned') }} as offsets
  on
    intervals.time_zone = offsets.time_zone
    and {{ microseconds_later('intervals.opens_at', '-1000000 * offsets.offset_seconds') }} < offsets.ends_at
    and {{ microseconds_later('intervals.closes_at', '-1000000 * offsets.offset_seconds') }} > offsets.starts_at

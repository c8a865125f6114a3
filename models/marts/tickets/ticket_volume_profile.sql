-- Every hour that tickets could come in is there, with 0 where nothing came, so that averages are over all of them:
-- from the day of the company's first ticket to the hour of as_of.
with created as (
  select
    cast(date_trunc('month', happened_on) as date) as month,
    happened_on,
    channel,
    {{ iso_weekday('happened_on') }} as iso_weekday,
    cast(extract(hour from {{ reporting_time('happened_at') }}) as bigint) as hour_of_day
  from {{ ref('fct_ticket_milestones') }}
  where milestone = 'created' and not is_excluded
),

volumes as (
  select month, channel, iso_weekday, hour_of_day, count(*) as tickets
  from created
  group by month, channel, iso_weekday, hour_of_day
),

channels as (
  select channel, min(month) as first_month
  from created
  group by channel
),

first_tickets as (
  select min(happened_on) as first_on from created
),

clock as (
  select
    {{ reporting_date('as_of') }} as as_of_on,
    cast(extract(hour from {{ reporting_time('as_of') }}) as bigint) as as_of_hour
  from {{ ref('stg_clock') }}
),

hours as (
  select {{ each_number('0', '23') }} as hour_of_day
),

covered as (
  select dates.month_starts_on as month, dates.iso_weekday, hours.hour_of_day, count(*) as days
  from {{ ref('dim_date') }} as dates
  cross join hours
  cross join first_tickets
  cross join clock
  where
    dates.date_on >= first_tickets.first_on
    and (dates.date_on < clock.as_of_on or (dates.date_on = clock.as_of_on and hours.hour_of_day <= clock.as_of_hour))
  group by dates.month_starts_on, dates.iso_weekday, hours.hour_of_day
),

grid as (
  select covered.month, channels.channel, covered.iso_weekday, covered.hour_of_day, covered.days
  from covered
  inner join channels on covered.month >= channels.first_month
)

select
  {{ surrogate_key(
    ["grid.month", "grid.channel", "grid.iso_weekday", "grid.hour_of_day"]
  ) }} as ticket_volume_profile_key,
  grid.month,
  grid.channel,
  grid.iso_weekday,
  grid.hour_of_day,
  cast(coalesce(volumes.tickets, 0) as bigint) as tickets,
  cast(grid.days as bigint) as days
from grid
left join volumes
  on
    grid.month = volumes.month
    and grid.channel = volumes.channel
    and grid.iso_weekday = volumes.iso_weekday
    and grid.hour_of_day = volumes.hour_of_day

-- Every hour of a month's weekdays is there, with 0 where nothing came, so that averages are over all of them.
with created as (
  select
    cast(date_trunc('month', happened_on) as date) as month,
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

weekdays as (
  select month_starts_on as month, iso_weekday, count(*) as days
  from {{ ref('dim_date') }}
  where is_past
  group by month_starts_on, iso_weekday
),

hours as (
  select {{ each_number('0', '23') }} as hour_of_day
),

grid as (
  select weekdays.month, channels.channel, weekdays.iso_weekday, hours.hour_of_day, weekdays.days
  from weekdays
  inner join channels on weekdays.month >= channels.first_month
  cross join hours
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

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

bounds as (
  select
    {{ days_later('first_tickets.first_on', '-1') }} as first_on,
    cast(clock.as_of as date) as last_on
  from first_tickets
  cross join {{ ref('stg_clock') }} as clock
),

days as (
  select {{ each_date('first_on', 'last_on') }} as date_on
  from bounds
),

quarters as (
  select {{ each_number('0', '95') }} as quarter_number
),

-- No zone changes its clock within a quarter of an hour.
begun as (
  select {{ microseconds_later('cast(days.date_on as timestamp)', 'quarters.quarter_number * 900000000') }} as begins_at
  from days
  cross join quarters
),

-- A begun hour is one; on the day on which a clock shows it twice it is two, and where it is skipped none.
hours as (
  select
    {{ reporting_date('begun.begins_at') }} as date_on,
    cast(extract(hour from {{ reporting_time('begun.begins_at') }}) as bigint) as hour_of_day,
    floor(cast(count(*) + 3 as double) / 4) as times
  from begun
  cross join {{ ref('stg_clock') }} as clock
  cross join first_tickets
  where begun.begins_at <= clock.as_of and {{ reporting_date('begun.begins_at') }} >= first_tickets.first_on
  group by {{ reporting_date('begun.begins_at') }}, extract(hour from {{ reporting_time('begun.begins_at') }})
),

covered as (
  select
    cast(date_trunc('month', date_on) as date) as month,
    {{ iso_weekday('date_on') }} as iso_weekday,
    hour_of_day,
    sum(times) as days
  from hours
  group by cast(date_trunc('month', date_on) as date), {{ iso_weekday('date_on') }}, hour_of_day
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

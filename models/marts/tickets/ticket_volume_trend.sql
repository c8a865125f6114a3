{% set dimensions = ['channel', 'topic', 'team', 'segment', 'priority'] %}
-- A month is compared with the one before and with the same month a year before, where the whole company was already
-- measured then; a running month is compared with none.
with created as (
  select happened_on, channel, topic, team, segment, priority
  from {{ ref('fct_ticket_milestones') }}
  where milestone = 'created' and not is_excluded
),

volumes as (
  {%- for dimension in ['total'] + dimensions %}
  select
    cast(date_trunc('month', happened_on) as date) as month,
    '{{ dimension }}' as dimension,
    {{ "'total'" if dimension == 'total' else dimension }} as dimension_value,
    count(*) as tickets
  from created
  group by cast(date_trunc('month', happened_on) as date){{ ', ' ~ dimension if dimension != 'total' }}
  {{ 'union all' if not loop.last }}
  {%- endfor %}
),

members as (
  select dimension, dimension_value, min(month) as first_month
  from volumes
  group by dimension, dimension_value
),

first_tickets as (
  select min(happened_on) as first_on from created
),

months as (
  select periods.period_start as month, periods.is_partial
  from {{ ref('int_periods_listed') }} as periods
  where periods.period_kind = 'month' and periods.is_last_day
),

filled as (
  select
    months.month,
    months.is_partial,
    members.dimension,
    members.dimension_value,
    cast(coalesce(volumes.tickets, 0) as bigint) as tickets,
    -- The first month is whole only where measuring began on its first day.
    first_tickets.first_on <= {{ months_later('months.month', '-1') }} as has_month_before,
    first_tickets.first_on <= {{ months_later('months.month', '-12') }} as has_year_before
  from months
  inner join members on months.month >= members.first_month
  cross join first_tickets
  left join volumes
    on
      months.month = volumes.month
      and members.dimension = volumes.dimension
      and members.dimension_value = volumes.dimension_value
),

compared as (
  select
    filled.*,
    case
      when filled.has_month_before and not filled.is_partial then coalesce(month_before.tickets, 0)
    end as month_before_tickets,
    case
      when filled.has_year_before and not filled.is_partial then coalesce(year_before.tickets, 0)
    end as year_before_tickets
  from filled
  left join volumes as month_before
    on
      filled.dimension = month_before.dimension
      and filled.dimension_value = month_before.dimension_value
      and month_before.month = {{ months_later('filled.month', '-1') }}
  left join volumes as year_before
    on
      filled.dimension = year_before.dimension
      and filled.dimension_value = year_before.dimension_value
      and year_before.month = {{ months_later('filled.month', '-12') }}
)

select
  {{ surrogate_key(['month', 'dimension', 'dimension_value']) }} as ticket_volume_trend_key,
  month,
  is_partial,
  dimension,
  dimension_value,
  tickets,
  cast(month_before_tickets as bigint) as month_before_tickets,
  100.0 * cast(tickets - month_before_tickets as double) / nullif(cast(month_before_tickets as double), 0)
    as month_over_month_rate,
  cast(year_before_tickets as bigint) as year_before_tickets,
  100.0 * cast(tickets - year_before_tickets as double) / nullif(cast(year_before_tickets as double), 0)
    as year_over_year_rate
from compared

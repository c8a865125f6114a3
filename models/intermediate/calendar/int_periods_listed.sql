{% set lengths = [('week', "'7' day"), ('month', "'1' month"), ('quarter', "'3' month"), ('year', "'1' year")] %}
-- Every past date with every period that it lies in.
with dates as (
  select date_on
  from {{ ref('int_dates_listed') }}
  where date_on <= as_of_on
),

periods as (
  select date_on, 'day' as period_kind, date_on as period_start, date_on + interval '1' day as ends_on
  from dates
  {%- for kind, length in lengths %}
  union all
  select
    date_on,
    '{{ kind }}' as period_kind,
    cast(date_trunc('{{ kind }}', date_on) as date) as period_start,
    date_trunc('{{ kind }}', date_on) + interval {{ length }} as ends_on
  from dates
  {%- endfor %}
  union all
  select date_on, 'all' as period_kind, cast(null as date) as period_start, cast(null as timestamp) as ends_on
  from dates
)

select
  periods.date_on,
  periods.period_kind,
  periods.period_start,
  coalesce({{ reporting_time('clock.as_of') }} + interval '1' microsecond < periods.ends_on, false) as is_partial,
  -- The day with whose end the period closes: its last one, or that of as_of.
  periods.date_on = max(periods.date_on) over (
    partition by periods.period_kind, periods.period_start
  ) as is_last_day,
  -- Exclusive, as the end of a day is: what happened at as_of itself has happened.
  least(
    periods.date_on + interval '1' day, {{ reporting_time('clock.as_of') }} + interval '1' microsecond
  ) as closes_at
from periods
cross join {{ ref('stg_clock') }} as clock

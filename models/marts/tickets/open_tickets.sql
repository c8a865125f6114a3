-- noqa: disable=LT02
{% set dimensions = ['channel', 'topic', 'team', 'agent', 'segment', 'priority', 'product', 'brand'] %}
{% set lower_bounds = var("backlog_age_bounds") %}
with open_at_period_ends as (
  select * from {{ ref('int_backlog_at_period_ends') }}
),

counted as (
  {%- for dimension in ['total'] + dimensions %}
  select
    date_on,
    '{{ dimension }}' as dimension,
    {{ "'total'" if dimension == 'total' else dimension }} as dimension_value,
    count(*) as tickets
    {%- for lower in lower_bounds %},
    count(case when from_days = {{ lower }} then 1 end) as open_from_{{ lower }}_days
    {%- endfor %},
    count(case when is_unassigned then 1 end) as unassigned,
    count(case when is_stale then 1 end) as stale
  from open_at_period_ends
  group by date_on{{ ', ' ~ dimension if dimension != 'total' }}
  {{ 'union all' if not loop.last }}
  {%- endfor %}
),

first_days as (
  select min(first_on) as first_on from {{ ref('int_backlog_states_opened') }}
),

-- Nothing waiting is a figure too: whoever asks for the last day must not get an older one.
empty_ends as (
  select distinct periods.date_on
  from {{ ref('int_periods_listed') }} as periods
  inner join first_days on periods.date_on >= first_days.first_on
  left join open_at_period_ends on periods.date_on = open_at_period_ends.date_on
  where periods.is_last_day and periods.period_kind != 'day' and open_at_period_ends.date_on is null
),

completed as (
  select * from counted
  union all
  select
    date_on,
    'total' as dimension,
    'total' as dimension_value,
    0 as tickets
    {%- for lower in lower_bounds %},
    0 as open_from_{{ lower }}_days
    {%- endfor %},
    0 as unassigned,
    0 as stale
  from empty_ends
)

select
  {{ surrogate_key(['date_on', 'dimension', 'dimension_value']) }} as open_tickets_key,
  *
from completed

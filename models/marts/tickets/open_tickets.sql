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
)

select
  {{ surrogate_key(['date_on', 'dimension', 'dimension_value']) }} as open_tickets_key,
  *
from counted

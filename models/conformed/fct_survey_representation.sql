{% set attributes = ['segment', 'channel', 'topic', 'tenure_band'] %}
-- What can still be answered counts on neither side, as in the response rate.
with reached as (
  select * from {{ ref('fct_survey_profiles') }} where was_reached
),

counted as (
  {%- for dimension in ['total', 'survey'] %}
  {%- for attribute in attributes %}
  {{ 'union all' if not (loop.first and dimension == 'total') }}
  select
    periods.period_kind,
    periods.period_start,
    periods.is_partial,
    '{{ dimension }}' as dimension,
    {{ "'total'" if dimension == 'total' else 'reached.survey' }} as dimension_value,
    '{{ attribute }}' as attribute,
    reached.{{ attribute }} as attribute_value,
    count(case when not reached.is_immature then 1 end) as invited,
    count(case when reached.is_answered and not reached.is_immature then 1 end) as answered,
    count(case when reached.is_immature then 1 end) as immature
  from reached
  inner join {{ ref('int_periods_listed') }} as periods on reached.invited_on = periods.date_on
  where periods.period_kind in ('month', 'quarter', 'year', 'all')
  group by
    periods.period_kind, periods.period_start, periods.is_partial, reached.{{ attribute }}
    {{- ', reached.survey' if dimension == 'survey' }}
  {%- endfor %}
  {%- endfor %}
)

select
  {{ surrogate_key([
    'period_kind', 'period_start', 'dimension', 'dimension_value', 'attribute', 'attribute_value',
  ]) }} as survey_representation_key,
  period_kind,
  period_start,
  is_partial,
  dimension,
  dimension_value,
  attribute,
  attribute_value,
  invited,
  answered,
  immature,
  cast(sum(invited) over of_attribute as bigint) as all_invited,
  cast(sum(answered) over of_attribute as bigint) as all_answered,
  cast(sum(immature) over of_attribute as bigint) as all_immature
from counted
window of_attribute as (partition by period_kind, period_start, dimension, dimension_value, attribute)

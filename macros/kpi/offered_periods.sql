{# The period kinds that a dimension has, narrowed to those that the KPI has. #}
{% macro offered_periods(dimension, period_kinds) %}
  {%- set rule = "(periods.period_kind != 'day' or " ~ dimension ~ " in ('total', 'channel'))"
    ~ " and (periods.period_kind != 'week' or " ~ dimension ~ " not in ('agent', 'topic'))" -%}
  {%- if period_kinds -%}
    {%- set rule = rule ~ " and periods.period_kind in ('" ~ period_kinds | join("', '") ~ "')" -%}
  {%- endif -%}
  {{ return(rule) }}
{% endmacro %}

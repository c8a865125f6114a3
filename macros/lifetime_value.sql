{# Ages and values of customers: what several models of lifetime value compute alike. #}

{# Months from the month of one date to that of another, a whole number: from 2024-11-01 to 2025-02-01 it is 3. #}
{% macro months_between(starts_on, ends_on) -%}
cast((extract(year from {{ ends_on }}) - extract(year from {{ starts_on }})) * 12 + extract(month from {{ ends_on }}) - extract(month from {{ starts_on }}) as bigint)
{%- endmacro %}


{#
  The worth today of one unit of money a number of months (an SQL expression) from now, at the setting `discount_rate`.
  Example: at 10 % a year a unit in 12 months is worth 1 / 1.1.
#}
{% macro discount_factor(months) -%}
power(cast({{ 1 + var('discount_rate') }} as double), cast(-({{ months }}) as double) / 12)
{%- endmacro %}


{#
  The margin that a customer gives over its whole life, in units of one year's margin, when a share `retention` of the
  customers stays each year: r / (1 + i - r), NULL where it has no end. Example: 0.6 at 12 % is 0.6 / 0.52.
#}
{% macro margin_multiple(retention) -%}
case when {{ retention }} <= 1.0 then cast({{ retention }} as double) / nullif(cast({{ 1 + var('discount_rate') }} as double) - {{ retention }}, 0) end
{%- endmacro %}


{# What is still expected of a buyer, as margin: two relations, the counted histories and the fitted values. #}
{% macro order_value(histories, fitted) -%}
{{ half_up(fitted ~ '.discounted_purchases * ' ~ fitted ~ '.expected_purchase_amount * ' ~ histories ~ '.margin_share') }}
{%- endmacro %}


{#
  Before a run: makes every result of the enrichment room visible to dbt, typed as declared, and empty where there is
  none: build/enrichment/<table>.parquet of the home as enrichment.<table>.
#}
{% macro register_enrichment_tables() %}{{ return(adapter.dispatch('register_enrichment_tables', 'cxw')()) }}{% endmacro %}

{% macro default__register_enrichment_tables() %}
  {%- if not execute or flags.WHICH not in ('build', 'run', 'test', 'show', 'compile') -%}{{ return('') }}{%- endif -%}
  {%- do run_query('create schema if not exists enrichment') -%}
  {%- for node in graph.sources.values() if node.source_name == 'enrichment' -%}
    {%- set file = file_literal(env_var('CXW_HOME', 'warehouse') ~ '/build/enrichment/' ~ node.name ~ '.parquet') -%}
    {%- set is_there = run_query('select count(*) from glob(' ~ file ~ ')').rows[0][0] -%}
    {%- set items = [] -%}
    {%- for column in node.columns.values() -%}
      {%- do items.append('cast(' ~ (column.name if is_there else 'null') ~ ' as ' ~ column.data_type ~ ') as ' ~ column.name) -%}
    {%- endfor -%}
    {%- do run_query(
      'create or replace view enrichment.' ~ node.name ~ ' as select ' ~ items | join(', ')
      ~ (' from read_parquet(' ~ file ~ ')' if is_there else ' where false')
    ) -%}
  {%- endfor -%}
{% endmacro %}

{#
  The schema that holds a room's relations: `marts`. On Spark, which has schemas and nothing above them, every room of
  one build shares the profile's schema as its prefix: `candidate_marts`.
#}
{% macro room_schema(room) %}{{ return(adapter.dispatch('room_schema', 'cxw')(room)) }}{% endmacro %}

{% macro default__room_schema(room) %}{{ return(room) }}{% endmacro %}

{% macro spark__room_schema(room) %}{{ return(target.schema ~ '_' ~ room) }}{% endmacro %}


{# What dbt's own `source` gives, in the schema of this build. #}
{% macro source(source_name, table_name) %}
  {%- set relation = builtins.source(source_name, table_name) -%}
  {%- if target.type == 'duckdb' -%}{{ return(relation) }}{%- endif -%}
  {{ return(relation.incorporate(path={'schema': room_schema(relation.schema)})) }}
{% endmacro %}


{# A table of the intake's own books, for a statement of a macro: `raw.deliveries`. #}
{% macro intake_table(name) %}{{ return(room_schema('raw') ~ '.' ~ name) }}{% endmacro %}

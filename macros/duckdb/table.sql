{#
  A table of DuckDB, made in its place in one statement. dbt makes it beside the place, moves what stands there away and
  drops it: a build begins with empty files, and what of it fails is nobody's.

  A contract is compared with the table that is there, its order of columns too. dbt has DuckDB plan the query a second
  time, and a third one for the declared types; where the two differ, its words say how.
#}
{% materialization table, adapter='duckdb' %}
  {%- set target = this.incorporate(type='table') -%}
  {%- set existing = load_cached_relation(this) -%}
  {%- if existing is not none and not existing.is_table -%}{%- do adapter.drop_relation(existing) -%}{%- endif -%}
  {{ run_hooks(pre_hooks, inside_transaction=False) }}
  {{ run_hooks(pre_hooks) }}
  {%- call statement('main') -%}
    {{ config.get('sql_header') or '' }}
    create or replace table {{ target }} as (
      {{ compiled_code }}
    )
  {%- endcall -%}
  {%- if config.get('contract').enforced -%}{%- do refuse_other_columns(target) -%}{%- endif -%}
  {%- do create_indexes(target) -%}
  {{ run_hooks(post_hooks) }}
  {%- do persist_docs(target, model) -%}
  {%- do adapter.commit() -%}
  {{ run_hooks(post_hooks, inside_transaction=False) }}
  {{ return({'relations': [target]}) }}
{% endmaterialization %}


{# Raises where a table's columns are not those that its model declares. #}
{% macro refuse_other_columns(relation) %}
  {%- set declared, given = [], [] -%}
  {%- for column in model.columns.values() -%}
    {%- do declared.append(column.name ~ ' ' ~ (column.data_type | upper | replace('TEXT', 'VARCHAR'))) -%}
  {%- endfor -%}
  {%- for column in adapter.get_columns_in_relation(relation) -%}
    {%- do given.append(column.name ~ ' ' ~ column.dtype) -%}
  {%- endfor -%}
  {%- if declared != given -%}
    {%- do assert_columns_equivalent(compiled_code) -%}
    {{ exceptions.raise_compiler_error(
      'The columns of ' ~ relation ~ ' are those of its contract in another order: ' ~ given | join(', ')
    ) }}
  {%- endif -%}
{% endmacro %}

{#
  Before a run: makes reference/<table>.csv of the home visible as reference_home.<table>, typed as text, with the
  columns of the seed of the same name. A file whose header lacks one of them stops the run.
#}
{% macro register_reference_tables() %}{{ return(adapter.dispatch('register_reference_tables', 'cxw')()) }}{% endmacro %}

{% macro default__register_reference_tables() %}
  {%- if not execute or flags.WHICH not in ('build', 'run', 'test', 'show', 'compile') -%}{{ return('') }}{%- endif -%}
  {%- do run_query('create schema if not exists reference_home') -%}
  {%- for node in graph.sources.values() if node.source_name == 'reference' -%}
    {%- set seed = graph.nodes['seed.' ~ project_name ~ '.' ~ node.name] -%}
    {%- set names = seed.config.column_types.keys() | list -%}
    {%- set path = env_var('CXW_HOME', 'warehouse') ~ '/reference/' ~ node.name ~ '.csv' -%}
    {%- set quoted = "'" ~ path | replace("'", "''") ~ "'" -%}
    {%- if run_query('select count(*) from glob(' ~ quoted ~ ')').rows[0][0] -%}
      {%- set given_names = run_query('describe select * from read_csv(' ~ quoted ~ ', header = true, all_varchar = true)').columns[0].values() -%}
      {%- for name in names if name not in given_names -%}
        {%- do exceptions.raise_compiler_error(path ~ ': the column ' ~ name ~ ' is missing; the header must be: ' ~ names | join(',')) -%}
      {%- endfor -%}
      {%- set body = 'select ' ~ names | join(', ') ~ ' from read_csv(' ~ quoted ~ ', header = true, all_varchar = true)' -%}
    {%- else -%}
      {%- set items = [] -%}
      {%- for name in names -%}{%- do items.append('cast(null as varchar) as ' ~ name) -%}{%- endfor -%}
      {%- set body = 'select ' ~ items | join(', ') ~ ' where false' -%}
    {%- endif -%}
    {%- do run_query('create or replace table reference_home.' ~ node.name ~ ' as ' ~ body) -%}
    {%- set keys = node.config.meta.key -%}
    {%- set spelled = [] -%}
    {%- for key in keys -%}{%- do spelled.append("coalesce(lower(trim(" ~ key ~ ")), '')") -%}{%- endfor -%}
    {%- set bad = run_query(
      'select spelled, count(*) as lines from (select ' ~ spelled | join(" || ', ' || ") ~ ' as spelled, ' ~ spelled | join(" = '' or ")
      ~ " = '' as is_incomplete from reference_home." ~ node.name ~ ') as lines group by spelled'
      ~ ' having count(*) > 1 or max(is_incomplete) order by spelled limit 1'
    ) -%}
    {%- if bad.rows -%}
      {%- do exceptions.raise_compiler_error(path ~ ': the key (' ~ keys | join(', ') ~ ') stands ' ~ bad.rows[0][1]
        ~ ' time(s) or lacks a part: ' ~ bad.rows[0][0] ~ '; each must be whole and stand once.') -%}
    {%- endif -%}
  {%- endfor -%}
{% endmacro %}

{% macro spark__register_reference_tables() %}{{ return('') }}{% endmacro %}


{#
  The company's rows of a mapping, then the seed's rows whose key the company does not map itself. Case and blanks
  around a key do not matter. Arguments: name of the seed and of the company's file; keys, and the column that they map to.
#}
{% macro laid_over(name, keys, mapped) %}
with company as (
  select {% for key in keys %}lower(trim({{ key }})) as {{ key }}, {% endfor %}trim({{ mapped }}) as {{ mapped }}
  from {{ source('reference', name) }}
),

shipped as (
  select {% for key in keys %}lower(trim({{ key }})) as {{ key }}, {% endfor %}trim({{ mapped }}) as {{ mapped }}
  from {{ ref(name) }}
)

select * from company
union all
select shipped.*
from shipped
left join company
  on {% for key in keys %}company.{{ key }} = shipped.{{ key }}{{ ' and ' if not loop.last }}{% endfor %}
where company.{{ keys[-1] }} is null
{% endmacro %}

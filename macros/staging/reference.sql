{#
  Before a run: makes reference/<table>.csv of the home visible as reference_home.<table>, typed as text, with the
  columns of the seed of the same name. A file whose header lacks one of them, a line with more or fewer values than
  the header, a key that stands twice, a value that is missing or is no number where one is meant: each stops the run,
  and is named.
#}
{% macro register_reference_tables() %}{{ return(adapter.dispatch('register_reference_tables', 'cxw')()) }}{% endmacro %}

{% macro default__register_reference_tables() %}
  {%- if not execute or flags.WHICH not in ('build', 'run', 'test', 'show', 'compile') -%}{{ return('') }}{%- endif -%}
  {%- do run_query('create schema if not exists reference_home') -%}
  {%- for node in graph.sources.values() if node.source_name == 'reference' -%}
    {%- set seed = graph.nodes['seed.' ~ project_name ~ '.' ~ node.name] -%}
    {%- set names = seed.config.column_types.keys() | list -%}
    {%- set path = env_var('CXW_HOME', 'warehouse') ~ '/reference/' ~ node.name ~ '.csv' -%}
    {%- set quoted = file_literal(path) -%}
    {%- if run_query('select count(*) from glob(' ~ quoted ~ ')').rows[0][0] -%}
      {%- set body = 'select ' ~ names | join(', ') ~ ' from ' ~ default__reference_file(path, quoted, names, node.config.meta.get('absent', [])) -%}
    {%- else -%}
      {%- set items = [] -%}
      {%- for name in names -%}{%- do items.append('cast(null as varchar) as ' ~ name) -%}{%- endfor -%}
      {%- set body = 'select ' ~ items | join(', ') ~ ' where false' -%}
    {%- endif -%}
    {%- do run_query('create or replace table reference_home.' ~ node.name ~ ' as ' ~ body) -%}
    {%- do check_reference_lines(node.name, path, names, node.config.meta) -%}
  {%- endfor -%}
{% endmacro %}


{# The expression that reads a file by its own header; nothing of its form is guessed but whether commas or semicolons part it. #}
{% macro default__reference_file(path, quoted, names, absent) %}
  {%- set header = run_query("select ltrim(regexp_extract(content, '^[^\r\n]*'), chr(65279)) from read_text(" ~ quoted ~ ')').rows[0][0] -%}
  {%- set form = reference_form(path, header, names, absent) -%}
  {%- set columns, lacking = [], [] -%}
  {%- for name in form.given -%}{%- do columns.append("'" ~ name | replace("'", "''") ~ "': 'varchar'") -%}{%- endfor -%}
  {%- for name in names if name not in form.given -%}{%- do lacking.append(', cast(null as string) as ' ~ name) -%}{%- endfor -%}
  {{ return('(select *' ~ lacking | join ~ ' from read_csv(' ~ quoted ~ ', auto_detect = false, header = true, delim = ' ~ "'" ~ form.mark ~ "'" ~ ", quote = '\"', escape = '\"', columns = {"
    ~ columns | join(', ') ~ '}))') }}
{% endmacro %}

{# What a header says: {mark, given}, the sign between values and the names in their order. Stops the run where a name is missing. #}
{% macro reference_form(path, header, names, absent) %}
  {%- set mark = ';' if ';' in header and ',' not in header else ',' -%}
  {%- set given_names = [] -%}
  {%- for word in header.split(mark) -%}{%- do given_names.append(word.strip().strip('"')) -%}{%- endfor -%}
  {%- for name in names if name not in given_names and name not in absent -%}
    {%- do exceptions.raise_compiler_error(path ~ ': the column ' ~ name ~ ' is missing; the header must be: ' ~ names | join(',')) -%}
  {%- endfor -%}
  {{ return({'mark': mark, 'given': given_names}) }}
{% endmacro %}


{# Stops the run at the first key that stands twice, or whose line lacks a value. meta: the key, the columns of numbers, and those that may be empty. #}
{% macro check_reference_lines(table, path, names, meta) %}
  {%- set spelled, faults = [], [] -%}
  {%- for key in meta.key -%}{%- do spelled.append("coalesce(lower(trim(" ~ key ~ ")), '')") -%}{%- endfor -%}
  {%- for name in names -%}
    {%- set is_empty = "coalesce(trim(" ~ name ~ "), '') = ''" -%}
    {%- if name not in meta.get('optional', []) -%}{%- do faults.append(is_empty) -%}{%- endif -%}
    {%- if name in meta.get('numbers', []) -%}
      {%- set words = meta.get('words', {}).get(name, []) -%}
      {%- set is_word = "lower(trim(" ~ name ~ ")) in ('" ~ words | join("', '") ~ "')" -%}
      {%- do faults.append('not (' ~ is_empty ~ ' or ' ~ is_word ~ ' or ' ~ is_finite_number(name) ~ ')') -%}
    {%- endif -%}
  {%- endfor -%}
  {%- set bad = run_query(
    'select spelled, count(*) as lines from (select ' ~ spelled | join(" || ', ' || ") ~ ' as spelled, ' ~ faults | join(' or ')
    ~ ' as is_faulty from ' ~ room_schema('reference_home') ~ '.' ~ table ~ ') as lines group by spelled having count(*) > 1 or max(is_faulty) order by spelled limit 1'
  ) -%}
  {%- if bad.rows -%}
    {%- set where = path ~ ': the key (' ~ meta.key | join(', ') ~ ') ' -%}
    {%- if bad.rows[0][1] > 1 -%}
      {%- do exceptions.raise_compiler_error(where ~ 'stands ' ~ bad.rows[0][1] ~ ' times: ' ~ bad.rows[0][0] ~ '; keep one of the lines.') -%}
    {%- endif -%}
    {%- do exceptions.raise_compiler_error(where ~ 'has a line with a value that is missing or is no number: ' ~ bad.rows[0][0] ~ '; fill ' ~ names | join(', ') ~ '.') -%}
  {%- endif -%}
{% endmacro %}

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

{#
  Before a run: makes the raw store visible to dbt, from the ledger alone (a raw file without a ledger entry is a
  leftover of a killed scan). Creates raw.deliveries, raw.unreadable_records and one view for each declared raw
  table, with every declared column (text and NULL where a delivery lacks it), _arrived_at, _delivery, _record. The view
  of a table that was never delivered has these last three alone; that of one with an object or a list in some record of
  JSON Lines says of each record which columns hold one: _nested. CXW_RAW_REGISTERED says that this was done by an
  earlier part of the same build.
#}
{% macro register_raw_tables() %}
  {%- if execute and env_var('CXW_RAW_REGISTERED', '') -%}{{ return('') }}{%- endif -%}
  {{ return(adapter.dispatch('register_raw_tables', 'cxw')()) }}
{% endmacro %}

{% macro default__register_raw_tables() %}
  {%- if not execute or flags.WHICH not in ('build', 'run', 'test', 'show', 'compile', 'run-operation') -%}{{ return('') }}{%- endif -%}
  {%- set home = env_var('CXW_HOME', 'warehouse') -%}
  {%- do run_query('create schema if not exists raw') -%}
  {%- do run_query(json_lines_table('raw.deliveries', home ~ '/raw/ledger', ledger_columns())) -%}
  {%- do run_query(json_lines_table('raw.unreadable_records', home ~ '/raw/quarantine', quarantine_columns())) -%}
  {%- set files = delivered_files() -%}
  {%- for node in graph.sources.values() if node.schema.startswith('raw_') -%}
    {%- do run_query('create schema if not exists ' ~ node.schema) -%}
    {%- set declared = graph.nodes['model.' ~ project_name ~ '.stg_' ~ node.name] if node.source_name == 'files' else node -%}
    {%- set table = node.source_name ~ '/' ~ node.name | replace('__', '.') -%}
    {%- do run_query(raw_view(node.schema ~ '.' ~ node.name, declared, node.source_name, files.get(table, []), home)) -%}
  {%- endfor -%}
{% endmacro %}


{# The columns that the models read of the intake's books, with their DuckDB types. #}
{% macro ledger_columns() %}
  {{ return({
    'delivery': 'bigint', 'scan': 'bigint', 'source': 'varchar', 'table_name': 'varchar', 'status': 'varchar',
    'reason': 'varchar', 'path': 'varchar', 'sha256': 'varchar', 'bytes': 'bigint', 'format': 'varchar',
    'arrived_at': 'timestamp', 'raw_path': 'varchar', 'has_record_column': 'boolean', 'physical_records': 'bigint',
    'accepted_records': 'bigint', 'quarantined_records': 'bigint', 'blank_records': 'bigint',
    'columns': 'struct(name varchar, type varchar)[]',
  }) }}
{% endmacro %}

{% macro quarantine_columns() %}
  {{ return({
    'delivery': 'bigint', 'source': 'varchar', 'table_name': 'varchar', 'path': 'varchar', 'record': 'bigint',
    'column': 'varchar', 'value': 'varchar', 'reason': 'varchar',
  }) }}
{% endmacro %}

{# The statement that makes a table of a folder of JSON Lines files; empty and typed where there is none. #}
{% macro json_lines_table(name, folder, columns) %}
  {%- set files = file_literal(folder, '/*.jsonl') -%}
  {%- set typed, declared = [], [] -%}
  {%- for column, type in columns.items() -%}
    {%- do typed.append('"' ~ column ~ '": ' ~ "'" ~ type ~ "'") -%}
    {%- do declared.append('"' ~ column ~ '" ' ~ type) -%}
  {%- endfor -%}
  {%- if run_query('select count(*) from glob(' ~ files ~ ')').rows[0][0] -%}
    {{ return('create or replace table ' ~ name ~ ' as select * from read_json(' ~ files
       ~ ", format = 'newline_delimited', columns = {" ~ typed | join(', ') ~ '})') }}
  {%- endif -%}
  {{ return('create or replace table ' ~ name ~ ' (' ~ declared | join(', ') ~ ')') }}
{% endmacro %}


{# 'source/table' -> the groups of raw files that have the same columns, in the order of delivery. #}
{% macro delivered_files() %}
  {%- set groups = {} -%}
  {%- for row in run_query(adapter.dispatch('delivered_files_query', 'cxw')()) -%}
    {%- set columns = {} -%}
    {%- for column in fromjson(row[2]) -%}{%- do columns.update({column.name | lower: column.type}) -%}{%- endfor -%}
    {%- do groups.setdefault(row[0], []).append(
      {'has_record': row[1], 'columns': columns, 'paths': fromjson(row[3]), 'is_json': row[4]}
    ) -%}
  {%- endfor -%}
  {{ return(groups) }}
{% endmacro %}


{% macro default__delivered_files_query() %}
  select
    source || '/' || table_name, has_record_column, to_json(columns), to_json(list(raw_path order by delivery)),
    format = 'jsonl'
  from raw.deliveries where status = 'taken' group by all order by min(delivery)
{% endmacro %}


{#
  The statement that creates the view of one raw table. A column delivered with several types is text.

  Spark is told to send the ledger to every task: all views share one copy of it, also in a statement over all of them.
#}
{% macro raw_view(name, declared, source_name, groups, home) %}
  {%- set names = [] -%}
  {%- for column in declared.columns.values() if not column.config.meta.get('added') -%}{%- do names.append(column.name) -%}{%- endfor -%}
  {%- if source_name == 'files' -%}{%- do names.extend(['updated_at', 'is_deleted']) -%}{%- endif -%}
  {%- set parts = [] -%}
  {%- set nested = groups | selectattr('is_json') | selectattr('columns._nested', 'defined') | list -%}
  {%- for group in groups -%}
    {%- set marks = '_nested' if group in nested else 'cast(null as string)' -%}
    {%- set items = [marks ~ ' as _nested'] if nested else [] -%}
    {%- for column in names -%}
      {%- set delivered_as = declared.columns[column].config.meta.get('delivered_as', column) if column in declared.columns else column -%}
      {%- set types = groups | map(attribute='columns') | map(attribute=delivered_as) | select('defined') | map('replace', 'FLOAT', 'DOUBLE') | unique | list -%}
      {%- set type = types[0] if types | length == 1 else 'VARCHAR' -%}
      {%- set value = adapter.dispatch('raw_name', 'cxw')(delivered_as) if delivered_as in group.columns else 'null' -%}
      {%- if group.columns.get(delivered_as) == 'FLOAT' -%}{%- set value = double_of_float(value) -%}{%- endif -%}
      {%- if type == 'VARCHAR' and group.columns.get(delivered_as) in ('DOUBLE', 'FLOAT') -%}
        {%- set value = text_of_double(value, declared.columns.get(column)) -%}
      {%- endif -%}
      {%- do items.append('cast(' ~ value ~ ' as ' ~ adapter.dispatch('raw_type', 'cxw')(type) ~ ') as ' ~ column) -%}
    {%- endfor -%}
    {%- do parts.append(adapter.dispatch('raw_files', 'cxw')(name, group, items, home)) -%}
  {%- endfor -%}
  {%- if not parts -%}
    {%- do parts.append('select cast(0 as bigint) as _record, cast(0 as bigint) as _delivery where false') -%}
  {%- endif -%}
  {{ return(
    'create or replace view ' ~ name ~ ' as select /*+ broadcast(deliveries) */ records.*, deliveries.arrived_at as _arrived_at from ('
    ~ parts | join(' union all ') ~ ') as records join ' ~ intake_table('deliveries') ~ ' as deliveries on deliveries.delivery = records._delivery'
  ) }}
{% endmacro %}


{# Part of a raw view: the files of one group. #}
{% macro default__raw_files(name, group, items, home) %}
  {#- A delivered column may be called `filename` or `file_row_number`. The name of none begins with a blank. -#}
  {%- set is_unnumbered = not group.has_record and 'file_row_number' in group.columns -%}
  {%- set number, option = 'file_row_number + 1 as _record', ', file_row_number = true' -%}
  {%- if group.has_record -%}{%- set number, option = '_record', '' -%}
  {%- elif is_unnumbered -%}{%- set number, option = 'row_number() over () as _record', '' -%}
  {%- endif -%}
  {%- set files, parts = [], [] -%}
  {%- for path in group.paths -%}{%- do files.append(file_literal(home ~ '/' ~ path)) -%}{%- endfor -%}
  {%- for some in (files | batch(1) if is_unnumbered else [files]) -%}
    {%- do parts.append(
      'select ' ~ items | join(', ') ~ ', ' ~ number ~ ", cast(regexp_extract(\" file\", '([0-9]+)[.]parquet$', 1) as bigint) as _delivery"
      ~ ' from read_parquet([' ~ some | join(', ') ~ "], filename = ' file'" ~ option ~ ')'
    ) -%}
  {%- endfor -%}
  {{ return(parts | join(' union all ')) }}
{% endmacro %}

{% macro default__raw_name(name) %}{{ return('"' ~ name ~ '"') }}{% endmacro %}

{% macro default__raw_type(type) %}{{ return(type) }}{% endmacro %}

{# What register_raw_tables, register_enrichment_tables and register_reference_tables do, on Spark: files read in place. #}

{% macro spark__register_raw_tables() %}
  {%- if not execute or flags.WHICH not in ('build', 'run', 'test', 'show', 'compile') -%}{{ return('') }}{%- endif -%}
  {%- do refuse_other_sessions() -%}
  {%- set home = spark_home() -%}
  {%- set strict = {'mode': 'FAILFAST', 'pathGlobFilter': '*.jsonl'} -%}
  {%- do fresh_schema('raw') -%}
  {%- do spark_file_table(intake_table('deliveries'), ledger_columns(), 'json', home ~ '/raw/ledger', strict) -%}
  {%- do spark_file_table(intake_table('unreadable_records'), quarantine_columns(), 'json', home ~ '/raw/quarantine', strict) -%}
  {%- set files = delivered_files() -%}
  {%- set made = [] -%}
  {%- for node in graph.sources.values() if node.schema.startswith('raw_') -%}
    {%- if node.schema not in made -%}{%- do made.append(node.schema) -%}{%- do fresh_schema(node.schema) -%}{%- endif -%}
    {%- set declared = graph.nodes['model.' ~ project_name ~ '.stg_' ~ node.name] if node.source_name == 'files' else node -%}
    {%- set table = node.source_name ~ '/' ~ node.name | replace('__', '.') -%}
    {%- do run_query(raw_view(room_schema(node.schema) ~ '.' ~ node.name, declared, node.source_name, files.get(table, []), home)) -%}
  {%- endfor -%}
{% endmacro %}


{# The groups of raw files that have the same columns: see delivered_files. #}
{% macro spark__delivered_files_query() %}
  select
    source || '/' || table_name, has_record_column, to_json(columns),
    to_json(transform(array_sort(collect_list(struct(delivery, raw_path))), one -> one.raw_path)), format = 'jsonl'
  from {{ intake_table('deliveries') }} where status = 'taken'
  group by source, table_name, has_record_column, columns, format order by min(delivery)
{% endmacro %}

{#
  Part of a raw view: the files of one group, over a table with the types that the ledger knows: a path in the view's
  own text would make Spark open files again for every query that reads it, to learn their types.
#}
{% macro spark__raw_files(name, group, items, home) %}
  {%- set number = '_record' if group.has_record else '_metadata.row_index + 1 as _record' -%}
  {%- set columns = dict(group.columns, _record='BIGINT') if group.has_record else dict(group.columns) -%}
  {#- a delivered column of that name would hide what Spark knows of the file -#}
  {%- do columns.pop('_metadata', none) -%}
  {%- set folders = {} -%}
  {%- for path in group.paths -%}
    {%- set words = path.rpartition('/') -%}
    {%- do folders.setdefault(words[0], []).append(spark_path(words[2])) -%}
  {%- endfor -%}
  {%- set parts = [] -%}
  {%- for folder, names in folders.items() -%}
    {%- set table = name ~ '__' ~ (names[0] | replace('.parquet', '')) -%}
    {%- do spark_file_table(table, columns, 'parquet', home ~ '/' ~ folder, {'pathGlobFilter': '{' ~ names | join(',') ~ '}'}) -%}
    {%- do parts.append(
      'select ' ~ items | join(', ') ~ ', ' ~ number
      ~ ", cast(regexp_extract(_metadata.file_name, '([0-9]+)[.]parquet$', 1) as bigint) as _delivery from " ~ table
    ) -%}
  {%- endfor -%}
  {{ return(parts | join(' union all ')) }}
{% endmacro %}

{% macro spark__raw_name(name) %}{{ return('`' ~ name ~ '`') }}{% endmacro %}

{% macro spark__raw_type(type) %}{{ return(spark_type(type)) }}{% endmacro %}


{# The results of the enrichment room, as dbt declares them. #}
{% macro spark__register_enrichment_tables() %}
  {%- if not execute or flags.WHICH not in ('build', 'run', 'test', 'show', 'compile') -%}{{ return('') }}{%- endif -%}
  {%- do fresh_schema('enrichment') -%}
  {%- for node in graph.sources.values() if node.source_name == 'enrichment' -%}
    {%- set columns = {} -%}
    {%- for column in node.columns.values() -%}{%- do columns.update({column.name: column.data_type}) -%}{%- endfor -%}
    {%- do spark_file_table(
      room_schema('enrichment') ~ '.' ~ node.name, columns, 'parquet', spark_home() ~ '/build/enrichment',
      {'pathGlobFilter': node.name ~ '.parquet'}
    ) -%}
  {%- endfor -%}
{% endmacro %}


{# The company's reference files, by their own header. #}
{% macro spark__register_reference_tables() %}
  {%- if not execute or flags.WHICH not in ('build', 'run', 'test', 'show', 'compile') -%}{{ return('') }}{%- endif -%}
  {%- set schema = room_schema('reference_home') -%}
  {%- set folder = spark_home() ~ '/reference' -%}
  {%- do fresh_schema('reference_home') -%}
  {%- for node in graph.sources.values() if node.source_name == 'reference' -%}
    {%- set names = graph.nodes['seed.' ~ project_name ~ '.' ~ node.name].config.column_types.keys() | list -%}
    {%- set relation, file, whole = schema ~ '.' ~ node.name, node.name ~ '.csv', schema ~ '.' ~ node.name ~ '_text' -%}
    {%- do spark_file_table(whole, {'content': 'string'}, 'text', folder, {'pathGlobFilter': file, 'wholetext': 'true'}) -%}
    {%- set header = run_query("select ltrim('\ufeff', regexp_extract(content, '^[^\\\\r\\\\n]*', 0)) from " ~ whole).rows -%}
    {%- do run_query('drop table ' ~ whole) -%}
    {%- if header -%}
      {%- set form = reference_form(folder ~ '/' ~ file, header[0][0], names, node.config.meta.get('absent', [])) -%}
      {%- set columns, items = {}, [] -%}
      {%- for name in form.given -%}{%- do columns.update({name: 'string'}) -%}{%- endfor -%}
      {%- for name in names -%}{%- do items.append('cast(' ~ ('`' ~ name ~ '`' if name in columns else 'null') ~ ' as string) as ' ~ name) -%}{%- endfor -%}
      {%- do spark_file_table(relation ~ '_file', columns, 'csv', folder, {
        'pathGlobFilter': file, 'header': 'true', 'sep': form.mark, 'multiLine': 'true', 'quote': '"', 'escape': '"', 'mode': 'FAILFAST',
      }) -%}
      {%- set body = 'select ' ~ items | join(', ') ~ ' from ' ~ relation ~ '_file' -%}
    {%- else -%}
      {%- set items = [] -%}
      {%- for name in names -%}{%- do items.append('cast(null as string) as ' ~ name) -%}{%- endfor -%}
      {%- set body = 'select ' ~ items | join(', ') ~ ' where false' -%}
    {%- endif -%}
    {%- do run_query('create or replace view ' ~ relation ~ ' as ' ~ body) -%}
    {%- do check_reference_lines(node.name, folder ~ '/' ~ file, names, node.config.meta) -%}
  {%- endfor -%}
{% endmacro %}

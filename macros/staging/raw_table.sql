{#
  The declaration of a raw table: what a delivery of it may hold.

  Arguments: source_name and table_name as dbt knows them ('zendesk', 'ticket'; 'files', 'crm__accounts').
  Returns {relation, source, table, mode, null_words, columns, physical, has_nested, spelled}: `columns` maps a name to
  {type, key, required, event, values, format}; `physical` maps a name to the type that was delivered, and is empty
  where nothing ever was; `has_nested` says that an object or a list was, in JSON Lines, and so that there is `_nested`. `physical` asks the engine; with_physical=false leaves it out where it is not needed.
  A vendor's table is declared in its sources YAML, a `files` table by the YAML of its staging entity.
#}
{% macro raw_table(source_name, table_name, with_physical=true) %}
  {%- set relation = source(source_name, table_name) -%}
  {%- if not execute -%}{{ return({'relation': relation, 'columns': {}}) }}{%- endif -%}
  {%- if source_name == 'files' -%}
    {%- set declared = graph.nodes['model.' ~ project_name ~ '.stg_' ~ table_name] -%}
  {%- else -%}
    {%- set declared = graph.sources['source.' ~ project_name ~ '.' ~ source_name ~ '.' ~ table_name] -%}
  {%- endif -%}
  {{ return(declared_raw_table(declared, source_name, table_name, relation, with_physical)) }}
{% endmacro %}

{% macro declared_raw_table(declared, source_name, table_name, relation, with_physical) %}
  {%- set meta = declared.config.meta -%}
  {%- set columns = {} -%}
  {%- for column in declared.columns.values() if not column.config.meta.get('added') -%}
    {%- do columns.update({column.name: dict(column.config.meta, type=column.data_type)}) -%}
  {%- endfor -%}
  {%- if source_name == 'files' -%}
    {%- do columns.update({'updated_at': {'type': 'timestamp'}, 'is_deleted': {'type': 'boolean'}}) -%}
  {%- endif -%}
  {%- set physical = {} -%}
  {%- for column in (adapter.get_columns_in_relation(relation) if with_physical else []) -%}
    {%- do physical.update({column.name: column.dtype | upper}) -%}
  {%- endfor -%}
  {%- set has_nested = physical.pop('_nested', none) is not none -%}
  {%- for name in physical | list if name not in columns -%}{%- do physical.pop(name) -%}{%- endfor -%}
  {{ return({
    'relation': relation, 'source': source_name, 'table': table_name | replace('__', '.'),
    'mode': meta.get('mode', 'upsert'), 'null_words': meta.get('null_words', []),
    'updated_at': meta.get('updated_at', ['updated_at'] if 'updated_at' in columns else []),
    'is_deleted': meta.get('is_deleted', 'is_deleted' if 'is_deleted' in columns else none),
    'columns': columns, 'physical': physical, 'has_nested': has_nested, 'spelled': {},
  }) }}
{% endmacro %}

{% macro key_columns(table) %}
  {%- set keys = [] -%}
  {%- for name, column in table.columns.items() if column.get('key') -%}{%- do keys.append(name) -%}{%- endfor -%}
  {{ return(keys) }}
{% endmacro %}

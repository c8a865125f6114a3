{#
  One entity of the input contract: the union of its adapters and of `files`, the latest record of each key,
  cut off at as_of. The columns, types, keys and closed lists are those of the model's YAML.

  - A row whose required event (or, where it has none, its first event) is later than as_of does not exist;
    any other event later than as_of is unset.
  - A word outside a closed list becomes 'unknown'; case and blanks around it do not matter. `values_of` gives the list
    of a column that holds the values of many fields, for some of them.
  - A winner that says is_deleted removes the row; tickets stay as tombstones with deleted_at.

  Example: {{ staged_entity('crm', 'contacts') }}
#}
{% macro staged_entity(domain, entity) %}
  {%- set meta = model.config.get('meta', {}) -%}
  {%- set versions = {'accounts': 'account', 'agents': 'agent', 'products': 'product', 'employees': 'employee'} -%}
with every_source as (
{%- if entity in versions and domain in ('crm', 'ticketing', 'billing', 'workforce') %}
  select *, updated_at as _updated_at, is_deleted as _is_deleted, cast(null as timestamp) as _arrived_at
  from {{ ref('stg_' ~ domain ~ '__' ~ versions[entity] ~ '_versions') }}
  where is_latest
{%- else %}
{{ every_source(domain, entity) }}
{%- endif %}
),

clock as (
  select as_of from {{ ref('stg_clock') }}
),

existing as (
  select every_source.*, clock.as_of
  from every_source
  cross join clock
  where {{ entity_exists(entity) }}
)

select
  {%- for name, column in model.columns.items() %}
  {{ entity_column(name, column) }} as {{ name }}{{ ',' if not loop.last }}
  {%- endfor %}
from existing
{% endmacro %}


{# The contract's columns from `files` and from every adapter that gives the entity; what one lacks is NULL. #}
{% macro every_source(domain, entity, all_versions=false) %}
  select 'files' as source, *{{ adapter_only_columns() }} from (
{{ records('files', domain ~ '__' ~ entity, all_versions) }}
  ) as files
  {%- for adapter_of in var('adapters') if adapter_of.domain == domain and entity in adapter_of.entities %}
  {%- set adapted = ref('stg_' ~ adapter_of.vendor ~ '__' ~ entity) %}
  union all
  select {{ adapter_columns(adapted, adapter_of.vendor, domain, entity) }}
  from {{ adapted }}
  {%- endfor %}
{% endmacro %}


{# The select list that gives an adapter the shape of `every_source`. #}
{% macro adapter_columns(adapted, vendor, domain, entity) %}
  {%- if not execute -%}{{ return('*') }}{%- endif -%}
  {%- set given_names = adapter.get_columns_in_relation(adapted) | map(attribute='name') | list -%}
  {%- set table = raw_table('files', domain ~ '__' ~ entity, with_physical=false) -%}
  {%- set items, items_after = ["'" ~ vendor ~ "' as source"], [] -%}
  {%- for name, column in table.columns.items() -%}
    {%- do items.append("cast(" ~ (name if name in given_names else 'null') ~ " as " ~ column.type ~ ") as " ~ name) -%}
  {%- endfor -%}
  {%- for column in model.columns.values() if column.config.meta.get('adapter_only') -%}
    {%- set value = column.name if column.name in given_names else told_delivery(column, vendor) -%}
    {%- do items_after.append("cast(" ~ value ~ " as " ~ column.data_type ~ ") as " ~ column.name) -%}
  {%- endfor -%}
  {%- for name, fallback in [('_updated_at', 'cast(null as timestamp)'), ('_is_deleted', 'false'), ('_arrived_at', 'cast(null as timestamp)'), ('_delivery', '0'), ('_record', '0')] -%}
    {%- do items.append((name if name in given_names else fallback) ~ ' as ' ~ name) -%}
  {%- endfor -%}
  {{ return((items + items_after) | join(', ')) }}
{% endmacro %}


{# Columns that an adapter may give and a file may not: NULL for `files`, but for `delivery_of`. #}
{% macro adapter_only_columns() %}
  {%- set items = [] -%}
  {%- for column in model.columns.values() if column.config.meta.get('adapter_only') -%}
    {%- do items.append(', cast(' ~ told_delivery(column, 'files') ~ ' as ' ~ column.data_type ~ ') as ' ~ column.name) -%}
  {%- endfor -%}
  {{ return(items | join) }}
{% endmacro %}


{#
  Of a column with `delivery_of` {source: [raw table, column as delivered]}: whether that column came with the record;
  NULL where the source is not named.
#}
{% macro told_delivery(column, source_name) %}
  {%- set told = column.config.meta.get('delivery_of', {}).get(source_name) -%}
  {{ return(is_delivered(source_name, *told) if told else 'null') }}
{% endmacro %}


{# Over every_source and clock: the row is there at as_of. #}
{% macro entity_exists(entity) %}
  {%- set required_events = [] -%}
  {%- set events = [] -%}
  {%- for name, column in model.columns.items() if column.config.meta.get('event') -%}
    {%- do events.append(name) -%}
    {%- if column.config.meta.get('required') -%}{%- do required_events.append(name) -%}{%- endif -%}
  {%- endfor -%}
  {%- set conditions = ['true'] if entity == 'tickets' else ['not _is_deleted'] -%}
  {%- if required_events -%}
    {%- for name in required_events -%}{%- do conditions.append(name ~ ' <= clock.as_of') -%}{%- endfor -%}
  {%- elif events -%}
    {%- do conditions.append('coalesce(' ~ events | join(', ') ~ ', clock.as_of) <= clock.as_of') -%}
  {%- endif -%}
  {{ return(conditions | join(' and ')) }}
{% endmacro %}


{# One column of the entity, over `existing`. #}
{% macro entity_column(name, column) %}
  {%- set meta = column.config.meta -%}
  {%- set expression = name -%}
  {%- if name == 'updated_at' -%}{%- set expression = '_updated_at' -%}
  {%- elif name == 'is_deleted' -%}{%- set expression = '_is_deleted and coalesce(_updated_at, as_of) <= as_of' -%}
  {%- elif name == 'deleted_at' -%}
    {#- a deletion that nobody dated is so as delivered, and not after the clock -#}
    {%- set deleted_at = 'coalesce(_updated_at, least(coalesce(_arrived_at, as_of), as_of))' -%}
    {%- set expression = 'case when _is_deleted and coalesce(_updated_at, as_of) <= as_of then ' ~ deleted_at ~ ' end' -%}
  {%- elif name == 'merged_into_ticket_id' -%}
    {#- a merge closes its ticket: one that is closed later is not merged yet -#}
    {%- set expression = 'case when coalesce(closed_at, as_of) <= as_of then merged_into_ticket_id end' -%}
  {%- elif name == 'has_later_solve' -%}{%- set expression = 'coalesce(solved_at > as_of, false)' -%}
  {%- elif name == 'has_later_close' -%}{%- set expression = 'coalesce(closed_at > as_of, false)' -%}
  {%- elif meta.get('event') and not meta.get('required') -%}
    {%- set expression = 'case when ' ~ name ~ ' <= as_of then ' ~ name ~ ' end' -%}
  {%- elif meta.get('values') and not meta.get('key') -%}
    {%- set expression = listed_word(name, meta['values'], meta.get('spelled', {})) -%}
  {%- elif meta.get('values_of') -%}
    {%- set branches = [] -%}
    {%- for value, words in meta['values_of']['lists'].items() -%}
      {%- do branches.append("when '" ~ value ~ "' then coalesce(" ~ listed_word(name, words) ~ ", 'unknown')") -%}
    {%- endfor -%}
    {%- set expression = 'case ' ~ meta['values_of']['column'] ~ ' ' ~ branches | join(' ') ~ ' else ' ~ name ~ ' end' -%}
  {%- endif -%}
  {{ return('cast(' ~ expression ~ ' as ' ~ column.data_type ~ ')') }}
{% endmacro %}

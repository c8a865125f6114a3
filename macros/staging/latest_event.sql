{#
  The newest event instant of each delivered table that declares events, over its accepted records: not after its
  delivery's arrival, nor after CXW_AS_OF where that is given. NULL where it has none.
#}
{% macro latest_events() %}
  {%- for table in delivered_tables() -%}
    {%- set events = [] -%}
    {%- for name, column in table.columns.items() if column.get('event') -%}{%- do events.append(name) -%}{%- endfor -%}
    {%- if events %}
{{ latest_event_of(table, events) }}
  union all
    {%- endif -%}
  {%- endfor %}
  select
    cast(null as {{ dbt.type_string() }}) as source,
    cast(null as {{ dbt.type_string() }}) as table_name,
    cast(null as timestamp) as newest_event_at
  where false
{% endmacro %}


{#
  The instant in UTC that a refresh was asked for, empty where it was not. It comes in the environment and is read
  when a model is built: a variable of dbt would make it parse everything again for each other instant.
#}
{% macro given_as_of() %}
  {{- return(env_var('CXW_AS_OF', '') if execute else '') -}}
{% endmacro %}


{% macro latest_event_of(table, events) %}
  {%- set given_names = [] -%}
  {%- for name, column in table.columns.items() if column.get('required') and name not in events -%}
    {%- do given_names.append(name) -%}
  {%- endfor -%}
  {%- set no_event = "timestamp '1970-01-01 00:00:00'" -%}
  {%- set last = "least(_arrived_at, cast('" ~ given_as_of() ~ "' as timestamp))" if given_as_of() else '_arrived_at' %}
  select
    '{{ table.source }}' as source,
    '{{ table.table }}' as table_name,
    nullif({{ 'greatest(' if events | length > 1 }}
    {%- for name in events -%}
    coalesce(max(case when {{ name }} <= {{ last }} then {{ name }} end), {{ no_event }}){{ ', ' if not loop.last }}
    {%- endfor -%}
    {{ ')' if events | length > 1 }}, {{ no_event }}) as newest_event_at
  from (
{{ typed_records(table, events + given_names, untyped=given_names) }}
  ) as typed
  where {{ is_accepted(table) }}
{%- endmacro %}

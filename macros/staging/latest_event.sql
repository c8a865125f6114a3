{#
  The warehouse clock: CXW_AS_OF where it is given, else the latest event instant of any accepted record
  that is not after its delivery's arrival. Nothing reads the wall clock.
#}
{% macro latest_event() %}
  {%- if given_as_of() -%}
select cast('{{ given_as_of() }}' as timestamp) as as_of
  {%- else -%}
    {%- set latest = [] -%}
    {%- for table in delivered_tables() -%}
      {%- set events = [] -%}
      {%- for name, column in table.columns.items() if column.get('event') -%}{%- do events.append(name) -%}{%- endfor -%}
      {%- if events -%}{%- do latest.append(latest_event_of(table, events)) -%}{%- endif -%}
    {%- endfor -%}
select coalesce(max(as_of), timestamp '1970-01-01 00:00:00') as as_of
from (
  select cast(null as timestamp) as as_of
  {%- for statement in latest %}
  union all
{{ statement }}
  {%- endfor %}
) as every_table
  {%- endif -%}
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
  select {{ 'greatest(' if events | length > 1 }}
    {%- for name in events -%}
    coalesce(max(case when {{ name }} <= _arrived_at then {{ name }} end), timestamp '1970-01-01 00:00:00'){{ ', ' if not loop.last }}
    {%- endfor -%}
    {{ ')' if events | length > 1 }} as as_of
  from (
{{ typed_records(table, events + given_names, untyped=given_names) }}
  ) as typed
  where {{ is_accepted(table) }}
{%- endmacro %}

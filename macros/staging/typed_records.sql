{#
  Every record of a raw table with the named columns cast; nothing filtered.

  untyped: names of which only matters whether they have a value; they are not cast where no cast can fail.
  is_versioned: with _is_update_given, whether the record says anything of its update.
#}
{% macro typed_records(table, names, untyped=[], is_versioned=false) %}
  {%- set tolerance = "interval '" ~ var('event_tolerance_minutes') ~ "' minute" -%}
  {%- set given_names = names | list + table.updated_at + ([table.is_deleted] if table.is_deleted else []) -%}
  select
    {%- for name in names %}
    {%- set column = table.columns[name] %}
    {% if is_dated(table, name) and not column.get('required') and not column.get('key') -%}
    case when {{ name }} between {{ earliest_event() }} and _arrived_at + {{ tolerance }} then {{ name }} end as {{ name }},
    {%- else -%}
    {{ name }},
    {%- endif %}
    {%- endfor %}
    {% if table.updated_at -%}
    coalesce(
      {%- for name in table.updated_at %}
      case when _update_{{ loop.index }} between {{ earliest_event() }} and _arrived_at + {{ tolerance }} then _update_{{ loop.index }} end,
      {%- endfor %}
      null
    )
    {%- else -%}
    cast(null as timestamp)
    {%- endif %} as _updated_at,
    {{ '_is_update_given,' if is_versioned }}
    _is_deleted,
    _arrived_at,
    _delivery,
    _record
  from (
    select
      {%- for name in names %}
      {%- set is_cast = name not in untyped or not is_always_typed(table, name) %}
      {{ typed(table, name) ~ ' as ' ~ name if is_cast else name }},
      {%- endfor %}
      {%- for name in table.updated_at %}
      {{ typed(table, name) }} as _update_{{ loop.index }},
      {%- endfor %}
      {{ (table.updated_at | join(' is not null or ') ~ ' is not null as _is_update_given,') if is_versioned }}
      {% if table.is_deleted -%} coalesce({{ typed(table, table.is_deleted) }}, false) {%- else -%} false {%- endif %} as _is_deleted,
      _arrived_at,
      _delivery,
      _record
    from (
{{ given_records(table, given_names) }}
    ) as given
  ) as typed
{%- endmacro %}


{# What the column tells can have happened only before its delivery arrived: it is an event, or the record's update. #}
{% macro is_dated(table, name) %}
  {{ return(table.columns[name].get('event') or name in table.updated_at) }}
{% endmacro %}


{# No service has events before this instant; an earlier one is a slip, and would stretch every calendar to it. #}
{% macro earliest_event() %}{{ return("timestamp '1970-01-01 00:00:00'") }}{% endmacro %}

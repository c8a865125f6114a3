{#
  The accepted records of one raw table, typed: the latest of each key, or every version.

  A record is accepted where its key and required columns can be cast, and no required event is later than its
  delivery's arrival (by more than the tolerance); an optional event that is later is NULL, and so is an instant of
  update: it would hold against every correction. The latest is the one with the highest (updated_at, delivery, record
  number), a record without updated_at before any other. Of a snapshot table only the latest delivery counts.
  Record_defects lists exactly what is not accepted, or NULL, for these reasons.

  A column marked `record_order` is filled in where it is not given: see with_occurrence.

  Arguments: source_name, table_name; all_versions to keep every accepted record (for a versioned entity).
  Columns: the declared ones, then _updated_at, _is_deleted, _arrived_at, _delivery, _record.
#}
{% macro records(source_name, table_name, all_versions=false) %}
  {%- set table = raw_table(source_name, table_name) -%}
  {%- if not execute -%}{{ return('select 1 as nothing') }}{%- endif -%}
  {%- if not table.physical -%}{{ return(no_records(table)) }}{%- endif -%}
  {%- if all_versions -%}{{ return(accepted_records(table)) }}{%- endif -%}
  {%- if order_column(table) -%}
    {{ return(in_record_order(table, latest_records(table, with_occurrence(table, accepted_records(table))))) }}
  {%- endif -%}
select typed.*
from (
{{ typed_records(table, table.columns) }}
) as typed
left join (
{{ superseded_records(table) }}
) as superseded on typed._delivery = superseded._delivery and typed._record = superseded._record
where {{ is_candidate(table, 'typed.') }} and superseded._record is null
{% endmacro %}


{% macro accepted_records(table) %}
select *
from (
{{ typed_records(table, table.columns) }}
) as typed
where {{ is_candidate(table) }}
{% endmacro %}


{# Over typed_records: the record is accepted, and of a snapshot table in the latest delivery. #}
{% macro is_candidate(table, prefix='') %}
  {%- set conditions = [is_accepted(table, prefix)] -%}
  {%- if table.mode == 'snapshot' -%}
    {%- do conditions.append(
      prefix ~ "_delivery = (select max(delivery) from " ~ intake_table('deliveries') ~ " where status = 'taken' and source = '"
      ~ table.source ~ "' and table_name = '" ~ table.table ~ "')"
    ) -%}
  {%- endif -%}
  {{ return(conditions | join(' and ')) }}
{% endmacro %}


{# The shape of `records` for a raw table that never delivered. #}
{% macro no_records(table) %}
select
  {%- for name, column in table.columns.items() %}
  cast(null as {{ column.type }}) as {{ name }},
  {%- endfor %}
  cast(null as timestamp) as _updated_at,
  false as _is_deleted,
  _arrived_at,
  _delivery,
  _record
from {{ table.relation }}
{% endmacro %}


{#
  Every record of a raw table with the named columns cast; nothing filtered.

  untyped: names of which only matters whether they have a value; they are not cast where no cast can fail.
#}
{% macro typed_records(table, names, untyped=[]) %}
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


{# Over typed_records: the record has its key and required values, and its required events are possible ones. #}
{% macro is_accepted(table, prefix='') %}
  {%- set conditions = ['true'] -%}
  {%- for name, column in table.columns.items() if column.get('required') -%}
    {%- do conditions.append(prefix ~ name ~ ' is not null') -%}
    {%- if column.get('event') -%}
      {%- do conditions.append(
        prefix ~ name ~ ' between ' ~ earliest_event() ~ " and " ~ prefix ~ "_arrived_at + interval '" ~ var('event_tolerance_minutes') ~ "' minute"
      ) -%}
    {%- endif -%}
  {%- endfor -%}
  {{ return(conditions | join(' and ')) }}
{% endmacro %}

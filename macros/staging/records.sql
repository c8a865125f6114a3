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
  {%- if all_versions -%}{{ return(accepted_versions(table)) }}{%- endif -%}
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


{#
  The accepted records of a versioned entity. Of a version whose update cannot be nobody knows since when it held: it
  counts where the key has no dated one, and never as what held before that.
#}
{% macro accepted_versions(table) %}
  {%- if not table.updated_at -%}{{ return(accepted_records(table)) }}{%- endif -%}
select
  {%- for name in table.columns %}
  {{ name }},
  {%- endfor %}
  _updated_at,
  _is_deleted,
  _arrived_at,
  _delivery,
  _record
from (
{{ typed_records(table, table.columns, is_versioned=true) }}
) as typed
where {{ is_candidate(table) }}
qualify
  _updated_at is not null
  or not _is_update_given
  or max(_updated_at) over (partition by {{ key_columns(table) | join(', ') }}) is null
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

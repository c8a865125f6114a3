{#
  What tells apart the changes of one instant that a file gives without a number. The order column is declared with
  `record_order: <column>`; where it is NULL, the record number stands in:

  - Records with one key and one value that follow each other in a delivery are one change.
  - The n-th change to a value in one delivery is the n-th change to it in another, so that a file which is delivered
    again, whole, changes nothing.
  - The changes that remain are numbered backwards in the order of their records: -1 is the last one.

  Example: open, solved, open at one instant, delivered twice: -3 open, -2 solved, -1 open.
#}
{% macro order_column(table) %}
  {%- set found = [] -%}
  {%- for name, column in table.columns.items() if column.get('record_order') -%}{%- do found.append(name) -%}{%- endfor -%}
  {{ return(found | first if found else none) }}
{% endmacro %}


{# Over accepted records: without repetitions, and with `_occurrence`, the how-manieth change to its value it is. #}
{% macro with_occurrence(table, accepted) %}
  {%- set order_name = order_column(table) -%}
  {%- set value = table.columns[order_name]['record_order'] -%}
  {%- set in_delivery = key_columns(table) | join(', ') ~ ', _delivery' -%}
select
  *,
  case
    when {{ order_name }} is null
      then row_number() over (partition by {{ in_delivery }}, {{ value }} order by _record nulls last)
  end as _occurrence,
  case when {{ order_name }} is null then {{ value }} end as _occurring
from (
  select
    *,
    {{ order_name }} is null
    and lead(_record) over (partition by {{ in_delivery }} order by _record nulls last) is not null
    and lead({{ value }}) over (partition by {{ in_delivery }} order by _record nulls last)
    is not distinct from {{ value }} as _is_repeated
  from (
{{ accepted }}
  ) as accepted
) as compared
where not _is_repeated
{% endmacro %}


{# Over the latest records: the declared columns with the order filled in, and nothing of `with_occurrence`. #}
{% macro in_record_order(table, latest) %}
  {%- set order_name = order_column(table) -%}
  {%- set keys = key_columns(table) | join(', ') -%}
select
  {%- for name in table.columns %}
  {%- if name == order_name %}
  coalesce(
    {{ name }},
    -row_number() over (partition by {{ keys }} order by _delivery desc nulls last, _record desc nulls last)
  ) as {{ name }},
  {%- else %}
  {{ name }},
  {%- endif %}
  {%- endfor %}
  _updated_at, _is_deleted, _arrived_at, _delivery, _record
from (
{{ latest }}
) as latest
{% endmacro %}

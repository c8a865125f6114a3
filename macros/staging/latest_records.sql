{# Which of the accepted records of one key holds: the latest, by (updated_at, delivery, record number). #}

{# The last record of each key, where what a file does not number is told apart by `with_occurrence`. #}
{% macro latest_records(table, accepted) %}
  {%- set keys = key_columns(table) + ['_occurring', '_occurrence'] -%}
select *
from (
{{ accepted }}
) as accepted
qualify row_number() over (
  partition by {{ keys | join(', ') }} order by _updated_at desc nulls last, _delivery desc nulls last, _record desc nulls last
) = 1
{% endmacro %}


{#
  Delivery and number of the accepted records whose key came again later.

  Most keys of a raw table came once: their hashes tell them from the others, so that only the few keys whose hash
  came again are put in order. Two keys with one hash are put in order each by itself. Values that are always typed
  are compared as delivered: two of them are equal exactly where they are equal when typed.
#}
{% macro superseded_records(table) %}
  {%- set keys = key_columns(table) -%}
  {%- set needed, untyped = [], [] -%}
  {%- for name, column in table.columns.items() if column.get('required') or name in keys -%}
    {%- do needed.append(name) -%}
    {%- if not column.get('event') -%}{%- do untyped.append(name) -%}{%- endif -%}
  {%- endfor -%}
  select _delivery, _record
  from (
{{ typed_records(table, needed, untyped) }}
  ) as typed
  where {{ is_candidate(table) }}
    and {{ row_hash(keys) }} in (
      select {{ row_hash(keys) }}
      from (
{{ typed_records(table, needed, untyped) }}
      ) as typed
      where {{ is_candidate(table) }}
      group by {{ row_hash(keys) }}
      having count(*) > 1
    )
  qualify row_number() over (
    partition by {{ keys | join(', ') }}
    order by _updated_at desc nulls last, _delivery desc nulls last, _record desc nulls last
  ) > 1
{%- endmacro %}

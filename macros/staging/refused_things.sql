{#
  Of which things were records refused, so that what is known of them is not all: a column of the refused records, as
  given. NULL: of one that cannot be told.

  Example: {{ refused_things('files', 'ticketing__schedules', 'schedule_id') }}
#}
{% macro refused_things(source_name, table_name, column) %}
  {%- set table = raw_table(source_name, table_name) -%}
  {%- if not table.physical -%}
    {{ return('select cast(null as string) as ' ~ column ~ ' where false') }}
  {%- endif -%}
with judged as (
  select
    typed.*,
    cast(_updated_at as date) as _day,
    coalesce({{ is_accepted(table) }}, false) as _is_accepted
  from (
{{ typed_records(table, table.columns) }}
  ) as typed
),

{{ refused_in_latest(table, column) if table.mode == 'snapshot' else refused_since(table, column) }}
{% endmacro %}


{# Of a snapshot table the latest delivery says all that there is. #}
{% macro refused_in_latest(table, column) %}
latest as (
  select max(delivery) as delivery
  from {{ source('intake', 'deliveries') }}
  where status = 'taken' and {{ is_of_table(table) }}
)

select judged.{{ column }}
from judged
inner join latest on judged._delivery = latest.delivery
where not judged._is_accepted
union
select cast(null as string) as {{ column }}
from {{ source('intake', 'unreadable_records') }}
where {{ is_of_table(table) }} and delivery in (select delivery from latest)
{% endmacro %}


{#
  Of another table a record is missing until later ones mend it, whatever order they arrived in: one with its key, or a
  thing that was updated on a later day, as vendors export a thing whole, in instants that differ a little. Where nothing
  is dated, or the very instant comes again, a later delivery mends. A record that does not say its thing is as old as
  its delivery, and mended by anything later, or by another delivery of the same path.
#}
{% macro refused_since(table, column) %}
  {%- set whose = 'partition by ' ~ column -%}
ranked as (
  select
    *,
    row_number() over (
      partition by {{ key_columns(table) | join(', ') }}
      order by _updated_at desc nulls last, _delivery desc nulls last, _record desc nulls last
    ) = 1
    and _delivery >= coalesce(
      max(case when _is_accepted then _delivery end) over ({{ whose }}, _updated_at), _delivery
    )
    and coalesce(
      _day >= max(case when _is_accepted then _day end) over ({{ whose }}),
      _delivery >= max(case when _is_accepted then _delivery end) over ({{ whose }}),
      true
    ) as _is_missing
  from judged
),

accepted as (
  select max(_day) as _day, max(_delivery) as _delivery
  from judged
  where _is_accepted
),

of_unknown as (
  select _delivery, _day
  from judged
  where not _is_accepted and {{ column }} is null
  union all
  select unreadable.delivery, max(judged._day) as _day
  from {{ source('intake', 'unreadable_records') }} as unreadable
  left join judged on unreadable.delivery = judged._delivery
  where {{ is_of_table(table, 'unreadable.') }}
  group by unreadable.delivery
),

replaced as (
  select earlier.delivery
  from {{ source('intake', 'deliveries') }} as earlier
  inner join {{ source('intake', 'deliveries') }} as later
    on earlier.path = later.path and earlier.delivery < later.delivery
  where earlier.status = 'taken' and later.status = 'taken' and {{ is_of_table(table, 'earlier.') }}
)

select {{ column }}
from ranked
where {{ column }} is not null and not _is_accepted and _is_missing
union
select cast(null as string) as {{ column }}
from of_unknown
cross join accepted
left join replaced on of_unknown._delivery = replaced.delivery
where
  replaced.delivery is null
  and coalesce(of_unknown._day >= accepted._day, of_unknown._delivery >= accepted._delivery, true)
{% endmacro %}


{% macro is_of_table(table, prefix='') %}
  {{ return(prefix ~ "source = '" ~ table.source ~ "' and " ~ prefix ~ "table_name = '" ~ table.table ~ "'") }}
{% endmacro %}

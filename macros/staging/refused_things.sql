{#
  Of which things were records refused, so that what is known of them is not all: a column of the refused records, as
  given. NULL: of one that cannot be told.

  Of a snapshot table the latest delivery is asked. Of another table a record is missing until a later one of its key is
  accepted, whatever order they arrive in, or says that it is deleted. One that does not say its key cannot be told from
  others: it is missing until a later delivery names its thing; one that does not say its thing either, or cannot be read,
  until a later delivery of the table.

  Example: {{ refused_things('files', 'ticketing__schedules', 'schedule_id') }}
#}
{% macro refused_things(source_name, table_name, column) %}
  {%- set table = raw_table(source_name, table_name) -%}
  {%- if not table.physical -%}
    {{ return('select cast(null as string) as ' ~ column ~ ' where false') }}
  {%- endif -%}
  {%- set keys = key_columns(table) -%}
  {%- set in_table = "source = '" ~ table.source ~ "' and table_name = '" ~ table.table ~ "'" -%}
with latest as (
  select max(delivery) as delivery
  from {{ source('intake', 'deliveries') }}
  where status = 'taken' and {{ in_table }}
),

ranked as (
  select
    {{ column }},
    _delivery,
    _is_deleted,
    coalesce({{ is_accepted(table) }}, false) as _is_accepted,
    {{ keys | join(' is not null and ') }} is not null as _has_key,
    row_number() over (
      partition by {{ keys | join(', ') }}
      order by _updated_at desc nulls last, _delivery desc nulls last, _record desc nulls last
    ) as _place,
    max(_delivery) over (partition by {{ column }}) as _named_in
  from (
{{ typed_records(table, table.columns) }}
  ) as typed
)

select ranked.{{ column }}
from ranked
left join latest on ranked._delivery = latest.delivery
where
  not ranked._is_accepted
  and {% if table.mode == 'snapshot' -%}
  latest.delivery is not null
  {%- else -%}
  case
    when ranked._has_key then ranked._place = 1 and not ranked._is_deleted
    when ranked.{{ column }} is not null then ranked._delivery = ranked._named_in
    else latest.delivery is not null
  end
  {%- endif %}
union
select cast(null as string) as {{ column }}
from {{ source('intake', 'unreadable_records') }}
where {{ in_table }} and delivery in (select delivery from latest)
{% endmacro %}

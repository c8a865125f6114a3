{#
  Of which things were records refused, so that what is known of them is not all: a column of the refused records, as
  given. NULL: of one that cannot be told. Of a snapshot table the latest delivery is asked, of another the latest one
  that names the thing: a later delivery of it mends what was refused.

  Example: {{ refused_things('files', 'ticketing__schedules', 'schedule_id') }}
#}
{% macro refused_things(source_name, table_name, column) %}
  {%- set table = raw_table(source_name, table_name) -%}
  {%- if not table.physical -%}
    {{ return('select cast(null as string) as ' ~ column ~ ' where false') }}
  {%- endif -%}
  {%- set in_table = "source = '" ~ table.source ~ "' and table_name = '" ~ table.table ~ "'" -%}
  {%- set latest = "(select max(delivery) from " ~ intake_table('deliveries') ~ " where status = 'taken' and " ~ in_table ~ ')' -%}
select {{ column }}
from (
  select
    {{ column }},
    coalesce({{ is_accepted(table) }}, false) as _is_accepted,
    _delivery = {{ latest }}
    {%- if table.mode != 'snapshot' %}
    or {{ column }} is not null and _delivery = max(_delivery) over (partition by {{ column }})
    {%- endif %} as _is_latest
  from (
{{ typed_records(table, table.columns) }}
  ) as typed
) as judged
where _is_latest and not _is_accepted
union
select cast(null as string) as {{ column }}
from {{ source('intake', 'unreadable_records') }}
where {{ in_table }} and delivery = {{ latest }}
{% endmacro %}

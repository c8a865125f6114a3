{# How many records the raw store gives of each delivery that was taken of a declared table: 0 where it gives none. #}
{% macro delivered_records() %}
  {%- set tables, names = delivered_tables(with_physical=false), ["''"] -%}
  {%- for table in tables -%}{%- do names.append("'" ~ table.source ~ '/' ~ table.table ~ "'") -%}{%- endfor -%}
  select
    deliveries.source,
    deliveries.table_name,
    deliveries.delivery,
    coalesce(given.records, 0) as records
  from {{ intake_table('deliveries') }} as deliveries
  left join (
    {%- for table in tables %}
    select _delivery, count(*) as records from {{ table.relation }} group by _delivery
    union all
    {%- endfor %}
    select cast(null as bigint) as _delivery, cast(null as bigint) as records where false
  ) as given on given._delivery = deliveries.delivery
  where deliveries.status = 'taken' and deliveries.source || '/' || deliveries.table_name in ({{ names | join(', ') }})
{% endmacro %}

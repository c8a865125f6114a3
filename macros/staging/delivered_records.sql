{# How many records the raw store gives of each delivery that was taken of a declared table: 0 where it gives none. #}
{% macro delivered_records() %}
  {%- for table in delivered_tables(with_physical=false) %}
  select
    deliveries.source,
    deliveries.table_name,
    deliveries.delivery,
    coalesce(given.records, 0) as records
  from {{ intake_table('deliveries') }} as deliveries
  left join (
    select _delivery, count(*) as records from {{ table.relation }} group by _delivery
  ) as given on given._delivery = deliveries.delivery
  where deliveries.status = 'taken' and deliveries.source = '{{ table.source }}' and deliveries.table_name = '{{ table.table }}'
  union all
  {%- endfor %}
  select
    cast(null as {{ dbt.type_string() }}) as source,
    cast(null as {{ dbt.type_string() }}) as table_name,
    cast(null as bigint) as delivery,
    cast(null as bigint) as records
  where false
{% endmacro %}

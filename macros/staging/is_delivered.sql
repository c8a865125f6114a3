{#
  Over the records of a raw table: the delivery of the record has the column. Where it has not, the record's NULL says
  nothing; where it has, it says none.

  Arguments: source_name as in raw.deliveries, table_name as there ('ticketing.tickets'), the column as it is delivered.
#}
{% macro is_delivered(source_name, table_name, column) %}
  {%- if not execute -%}{{ return('true') }}{%- endif -%}
  {%- set lacking = [] -%}
  {%- set rows = run_query(
    "select to_json(columns), " ~ json_list('delivery') ~ " from " ~ intake_table('deliveries') ~ " where status = 'taken' and source = '"
    ~ source_name ~ "' and table_name = '" ~ table_name ~ "' group by columns order by min(delivery)"
  ) -%}
  {%- for row in rows -%}
    {%- set names = fromjson(row[0]) | map(attribute='name') | map('lower') | list -%}
    {%- if column not in names -%}{%- do lacking.extend(fromjson(row[1])) -%}{%- endif -%}
  {%- endfor -%}
  {{ return('_delivery not in (' ~ lacking | join(', ') ~ ')' if lacking else 'true') }}
{% endmacro %}

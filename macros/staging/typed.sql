{#
  Strict casts of one delivered column to its declared type. What does not fit is NULL: nothing is rounded,
  truncated or guessed. Deliveries of text are parsed; typed Parquet columns are converted.

  Arguments: table (of raw_table), name of the column; the expression stands over given_records.
  Example: a text column `amount` declared decimal(18,4): '10.50' -> 10.5000; '10,50', '1e3', '1.00005' -> NULL.
#}
{% macro typed(table, name) %}
  {#- A macro's call costs more than what it says: each column is spelled once. -#}
  {%- if name not in table.spelled -%}{%- do table.spelled.update({name: typed_expression(table, name)}) -%}{%- endif -%}
  {{ return(table.spelled[name]) }}
{% endmacro %}

{% macro typed_expression(table, name) %}
  {%- set column = table.columns[name] -%}
  {%- set delivered = table.physical.get(name, 'VARCHAR') -%}
  {%- set is_text = delivered in ('VARCHAR', 'STRING', 'TEXT') -%}
  {%- set is_float = delivered in ('DOUBLE', 'FLOAT', 'REAL') -%}
  {%- set raw = in_capitals(name) if is_currency_code(table, name) else name -%}
  {%- if column.type == 'string' and is_text and may_be_nested(table, name) -%}
    {{ return("case when not " ~ is_nested(table, name) ~ " then " ~ raw ~ " end") }}
  {%- elif column.type == 'string' and is_text and column.get('json') == 'array' -%}
    {{ return("case when " ~ is_json_array(raw) ~ " then " ~ raw ~ " end") }}
  {%- elif column.type == 'string' -%}{{ return(typed_string(raw, is_text, is_float)) }}
  {%- elif column.type == 'timestamp' -%}{{ return(typed_instant(raw, delivered, is_text, column.get('format', 'iso'))) }}
  {%- elif column.type == 'date' -%}
    {%- set day = "(" ~ typed_instant(raw, delivered, is_text, column.get('format', 'iso')) ~ ")" -%}
    {{ return("case when " ~ day ~ " = cast(cast(" ~ day ~ " as date) as timestamp) then cast(" ~ day ~ " as date) end") }}
  {%- elif column.type == 'boolean' -%}{{ return(raw if delivered == 'BOOLEAN' else typed_boolean(typed_integer(raw, false) if is_float else raw)) }}
  {%- elif column.type == 'bigint' -%}
    {{ return("cast(" ~ raw ~ " as bigint)" if delivered in small_integers() else typed_integer(raw, is_text)) }}
  {%- else -%}{{ return(typed_decimal(raw, column.type, is_text, is_float)) }}
  {%- endif -%}
{% endmacro %}

{# The code of a currency, which sources spell `EUR` or `eur`: read in capitals, without blanks around it. #}
{% macro is_currency_code(table, name) %}
  {{ return(name in ('currency', 'to_currency') and table.physical.get(name, 'VARCHAR') in ('VARCHAR', 'STRING', 'TEXT')) }}
{% endmacro %}

{% macro in_capitals(raw) %}{{ return("upper(trim(" ~ raw ~ "))") }}{% endmacro %}

{#
  An object or array may stand where a scalar belongs: JSON Lines with one were delivered, and the column is not
  declared as `json`, nor the free text of a personal one. The text `[2024]` is text, in a file of any kind.
#}
{% macro may_be_nested(table, name) %}
  {%- set column = table.columns[name] -%}
  {{ return(table.has_nested and not column.get('json') and not column.get('personal')) }}
{% endmacro %}

{# Over given_records: the record holds an object or an array in this column. #}
{% macro is_nested(table, name) %}
  {%- set delivered_as = table.columns[name].get('delivered_as', name) -%}
  {{ return("coalesce(contains(_nested, '\"" ~ delivered_as ~ "\"'), false)") }}
{% endmacro %}

{# The delivered types that fit into a bigint whatever their value. #}
{% macro small_integers() %}
  {{ return(['TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT', 'UTINYINT', 'USMALLINT', 'UINTEGER', 'INT']) }}
{% endmacro %}

{# Every value that can be delivered in the column's type has a typed one: `typed` is NULL only where nothing was given. #}
{% macro is_always_typed(table, name) %}
  {%- set type = table.columns[name].type -%}
  {%- set delivered = table.physical.get(name, 'VARCHAR') -%}
  {%- set is_judged = may_be_nested(table, name) or table.columns[name].get('json') == 'array' -%}
  {%- set may_fail = delivered in ('VARCHAR', 'STRING', 'TEXT') and is_judged or is_currency_code(table, name) -%}
  {{ return(
    (type == 'string' and delivered not in ('DOUBLE', 'FLOAT', 'REAL') and not may_fail)
    or (type == 'timestamp' and (delivered == 'DATE' or delivered.startswith('TIMESTAMP')))
    or (type == 'boolean' and delivered == 'BOOLEAN')
    or (type == 'bigint' and delivered in small_integers())
  ) }}
{% endmacro %}

{#
  Every record of a raw table with the named columns as they were given: NULL for one of the table's words for nothing,
  or an empty text.
#}
{% macro given_records(table, names) %}
      select
        {%- for name in names | unique %}
        {{ given(table, name) }},
        {%- endfor %}
        {{ '_nested,' if table.has_nested }}
        _arrived_at,
        _delivery,
        _record
      from {{ table.relation }}
{%- endmacro %}

{% macro given(table, name) %}
  {%- if table.physical.get(name, 'VARCHAR') not in ('VARCHAR', 'STRING', 'TEXT') -%}{{ return(name) }}{%- endif -%}
  {{ return("case when " ~ name ~ " not in ('" ~ ([''] + table.null_words) | join("', '") ~ "') then " ~ name ~ " end as " ~ name) }}
{% endmacro %}

{% macro typed_string(raw, is_text, is_float) %}
  {%- if is_text -%}{{ return(raw) }}{%- endif -%}
  {%- if is_float -%}
    {#-
      pandas turns a column of whole numbers with a gap into floats: 123.0 is the id 123. Of fractions engines spell the
      very small and the large in ways of their own.
    -#}
    {%- set spelled = without_last_zeros("cast(nullif(try_cast(cast(" ~ raw ~ " as string) as decimal(28,9)), 0) as string)") -%}
    {{ return("case when " ~ raw ~ " = try_cast(" ~ raw ~ " as bigint) then cast(try_cast(" ~ raw ~ " as bigint) as string)"
       ~ " when abs(" ~ raw ~ ") >= 0.001 and abs(" ~ raw ~ ") < 10000000 then cast(" ~ raw ~ " as string)"
       ~ " when abs(" ~ raw ~ ") < 1e16 then " ~ spelled ~ " end") }}
  {%- endif -%}
  {{ return("cast(" ~ raw ~ " as string)") }}
{% endmacro %}

{% macro typed_instant(raw, delivered, is_text, format) %}
  {%- if format == 'epoch_seconds' and is_text -%}
    {{ return("case when " ~ matches(raw, '^[0-9]{1,11}$') ~ " then " ~ instant_from_epoch(raw) ~ " end") }}
  {%- elif format == 'day_first' and is_text -%}{{ return(parse_day_first_instant(raw)) }}
  {%- elif is_text -%}{{ return(parse_iso_instant(raw)) }}
  {%- elif delivered == 'TIMESTAMP WITH TIME ZONE' -%}{{ return(instant_in_utc(raw)) }}
  {%- elif delivered == 'DATE' or delivered.startswith('TIMESTAMP') -%}{{ return("cast(" ~ raw ~ " as timestamp)") }}
  {%- elif format == 'epoch_seconds' -%}{{ return(instant_from_epoch(raw)) }}
  {%- else -%}{{ return("cast(null as timestamp)") }}
  {%- endif -%}
{% endmacro %}

{% macro typed_boolean(raw) %}
  {{ return("case when lower(cast(" ~ raw ~ " as string)) in ('true', 't', '1', 'yes') then true"
     ~ " when lower(cast(" ~ raw ~ " as string)) in ('false', 'f', '0', 'no') then false end") }}
{% endmacro %}

{% macro typed_integer(raw, is_text) %}
  {%- if is_text -%}
    {{ return("case when " ~ matches(raw, '^[+-]?[0-9]{1,18}([.]0+)?$') ~ " then try_cast(split_part(" ~ raw ~ ", '.', 1) as bigint) end") }}
  {%- endif -%}
  {{ return("case when " ~ raw ~ " = try_cast(" ~ raw ~ " as bigint) then try_cast(" ~ raw ~ " as bigint) end") }}
{% endmacro %}

{% macro typed_decimal(raw, type, is_text, is_float) %}
  {%- set scale = type.split(',')[1].rstrip(')') | int -%}
  {%- if is_text -%}
    {%- set decimal_text = '^[+-]?[0-9]{1,' ~ (18 - scale) ~ '}([.][0-9]{1,' ~ scale ~ '}0*)?$' -%}
    {{ return("case when " ~ matches(raw, decimal_text) ~ " then try_cast(" ~ raw ~ " as " ~ type ~ ") end") }}
  {%- endif -%}
  {%- if is_float -%}
    {#- A float is taken for the decimal that prints like it: a cast of the number itself makes 77422063.70999999 of 77422063.71. -#}
    {%- set printed = "try_cast(cast(" ~ raw ~ " as string) as " ~ type ~ ")" -%}
    {{ return("case when abs(" ~ raw ~ " - cast(" ~ printed ~ " as double)) <= 1e-9 * greatest(1, abs(" ~ raw ~ ")) then " ~ printed ~ " end") }}
  {%- endif -%}
  {{ return("case when " ~ raw ~ " = try_cast(" ~ raw ~ " as " ~ type ~ ") then try_cast(" ~ raw ~ " as " ~ type ~ ") end") }}
{% endmacro %}

{# A float is the double that prints like it: 10.1, not 10.10000038146973; a whole one is its own value to the last digit. #}
{% macro double_of_float(value) %}
  {{ return('case when ' ~ value ~ ' = try_cast(' ~ value ~ ' as bigint) then cast(' ~ value ~ ' as double) else cast(cast(' ~ value ~ ' as string) as double) end') }}
{% endmacro %}


{#
  A double of a column that is text elsewhere -> the text that is read as what the double alone is read as: one file's
  7.0 is another's 7. What is no value of the declared type stays as the engine spells it, which is refused and told:
  `inf`, `1e+19`. A required text stays without a value there: the records of two keys must not become one of a key `inf`.
#}
{% macro text_of_double(value, column) %}
  {%- set type = column.data_type if column else '' -%}
  {%- if type == 'string' -%}{%- set text = typed_string(value, false, true) -%}
  {%- elif type.startswith('decimal') -%}{%- set text = 'cast(' ~ typed_decimal(value, type, false, true) ~ ' as string)' -%}
  {%- else -%}{%- set text = 'cast(' ~ typed_integer(value, false) ~ ' as string)' -%}
  {%- endif -%}
  {%- if type == 'string' and column.config.meta.get('required') -%}{{ return(text) }}{%- endif -%}
  {{ return('coalesce(' ~ text ~ ', cast(' ~ value ~ ' as string))') }}
{% endmacro %}

{# JSON held as text: what DuckDB and Spark spell differently, or take for JSON. #}

{# Whether a text is JSON: one engine takes a comma before the last bracket, the other single quotes and what follows the end. #}
{% macro is_json(expression) %}{{ return(adapter.dispatch('is_json', 'cxw')(expression)) }}{% endmacro %}

{% macro default__is_json(expression) %}
  {{ return("(json_valid(" ~ expression ~ ") and not regexp_matches(" ~ expression ~ ", ',\\s*[\\]}]\\s*$'))") }}
{% endmacro %}

{% macro spark__is_json(expression) %}
  {%- set ends = "case left(ltrim(" ~ expression ~ "), 1) when '[' then ']' when '{' then '}' else right(rtrim(" ~ expression ~ "), 1) end" -%}
  {{ return("(try_parse_json(" ~ expression ~ ") is not null and right(rtrim(" ~ expression ~ "), 1) = " ~ ends ~ ")") }}
{% endmacro %}


{# Whether a text is a JSON array. #}
{% macro is_json_array(expression) %}
  {{ return("case when ltrim(" ~ expression ~ ") like '[%' then " ~ is_json(expression) ~ " else false end") }}
{% endmacro %}


{# Text of one member of a JSON object held as text; NULL where it is absent. #}
{% macro json_text(expression, path) %}{{ return(adapter.dispatch('json_text', 'cxw')(expression, path)) }}{% endmacro %}

{% macro default__json_text(expression, path) %}
  {{ return("json_extract_string(case when " ~ is_json(expression) ~ " then " ~ expression ~ " end, '$." ~ path ~ "')") }}
{% endmacro %}

{% macro spark__json_text(expression, path) %}
  {{ return("get_json_object(case when " ~ is_json(expression) ~ " then " ~ expression ~ " end, '$." ~ path ~ "')") }}
{% endmacro %}


{# A JSON array of scalars held as text -> an array of text, for `unnested`. #}
{% macro json_text_array(expression) %}{{ return(adapter.dispatch('json_text_array', 'cxw')(expression)) }}{% endmacro %}

{% macro default__json_text_array(expression) %}
  {{ return("json_extract_string(case when " ~ is_json(expression) ~ " then " ~ expression ~ " end, '$[*]')") }}
{% endmacro %}

{% macro spark__json_text_array(expression) %}
  {{ return("from_json(case when " ~ is_json(expression) ~ " then " ~ expression ~ " end, 'array<string>')") }}
{% endmacro %}


{# The values of a group, sorted, as a JSON array: for what a macro asks the engine, not for models. #}
{% macro json_list(expression) %}{{ return(adapter.dispatch('json_list', 'cxw')(expression)) }}{% endmacro %}

{% macro default__json_list(expression) %}{{ return("to_json(list(" ~ expression ~ " order by " ~ expression ~ "))") }}{% endmacro %}

{% macro spark__json_list(expression) %}{{ return("to_json(array_sort(collect_list(" ~ expression ~ ")))") }}{% endmacro %}

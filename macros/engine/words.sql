{# The words of a text that plain_words gave: an array of text, for `unnested`. An empty word may be among them. #}
{% macro words_of(expression) %}{{ return(adapter.dispatch('words_of', 'cxw')(expression)) }}{% endmacro %}

{% macro default__words_of(expression) %}{{ return("string_split(" ~ expression ~ ", ' ')") }}{% endmacro %}

{% macro spark__words_of(expression) %}{{ return("split(" ~ expression ~ ", ' ')") }}{% endmacro %}

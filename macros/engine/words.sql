{# The words of a text, in small letters and without accents: an array of text, for `unnested`. Empty words stay in it. #}
{% macro words_of(expression) %}{{ return(adapter.dispatch('words_of', 'cxw')(expression)) }}{% endmacro %}

{% macro default__words_of(expression) %}{{ return("string_split(" ~ plain_letters(expression) ~ ", ' ')") }}{% endmacro %}

{% macro spark__words_of(expression) %}{{ return("split(" ~ plain_letters(expression) ~ ", ' ')") }}{% endmacro %}


{# Small letters without accents, a blank for what parts words. A letter with its accent apart loses the accent. #}
{% macro plain_letters(expression) %}
  {%- set accented, plain = 'àáâäãåéèêëíîïóôöõúùûüçñÿ', 'aaaaaaeeeeiiioooouuuucny' -%}
  {%- set marks = '.,;:!?()[]{}<>"«»“”’‘/|*+=&#%…–—-_\n\r\t\u00a0\u202f' -%}
  {%- set blanks = ' ' * (marks | length + 1) -%}
  {{ return("translate(replace(lower(" ~ expression ~ "), 'œ', 'oe'), '" ~ accented ~ marks ~ "''\u0301\u0300\u0302\u0308\u0327', '" ~ plain ~ blanks ~ "')") }}
{% endmacro %}

{# Aggregates and windows that DuckDB and Spark spell differently. #}

{# The last value of a window's frame that is not NULL; `over` follows. #}
{% macro last_known(expression) %}{{ return(adapter.dispatch('last_known', 'cxw')(expression)) }}{% endmacro %}

{% macro default__last_known(expression) %}{{ return("last_value(" ~ expression ~ " ignore nulls)") }}{% endmacro %}

{% macro spark__last_known(expression) %}{{ return("last_value(" ~ expression ~ ", true)") }}{% endmacro %}


{# Exact percentiles with interpolation, several from one pass: an aggregate, to be read with `percentile_at`. #}
{% macro percentiles(expression, shares) %}{{ return(adapter.dispatch('percentiles', 'cxw')(expression, shares)) }}{% endmacro %}

{% macro default__percentiles(expression, shares) %}
  {{ return("quantile_cont(" ~ expression ~ ", [" ~ shares | join(', ') ~ "])") }}
{% endmacro %}

{% macro spark__percentiles(expression, shares) %}
  {{ return("percentile(" ~ expression ~ ", array(" ~ shares | join(', ') ~ "))") }}
{% endmacro %}


{# One of several percentiles, counted from 1. #}
{% macro percentile_at(percentiles, position) %}{{ return(adapter.dispatch('percentile_at', 'cxw')(percentiles, position)) }}{% endmacro %}

{% macro default__percentile_at(percentiles, position) %}{{ return(percentiles ~ "[" ~ position ~ "]") }}{% endmacro %}

{% macro spark__percentile_at(percentiles, position) %}{{ return(percentiles ~ "[" ~ (position - 1) ~ "]") }}{% endmacro %}

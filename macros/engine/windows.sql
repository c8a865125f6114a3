{# The last value of a window's frame that is not NULL; `over` follows. #}
{% macro last_known(expression) %}{{ return(adapter.dispatch('last_known', 'cxw')(expression)) }}{% endmacro %}

{% macro default__last_known(expression) %}{{ return("last_value(" ~ expression ~ " ignore nulls)") }}{% endmacro %}

{% macro spark__last_known(expression) %}{{ return("last_value(" ~ expression ~ ", true)") }}{% endmacro %}

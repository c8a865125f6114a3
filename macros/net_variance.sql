{# The variance of the mean of n results that are 1, 0 or -1, from their sum and the sum of their squares. #}
{% macro net_variance(n, results, squares) -%}
(cast({{ squares }} as double) / {{ n }} - (cast({{ results }} as double) / {{ n }}) * (cast({{ results }} as double) / {{ n }})) / {{ n }}
{%- endmacro %}

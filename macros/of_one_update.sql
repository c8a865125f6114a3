{# Are two instants of one update? Help desks record its comment and its status as two events, in either order. #}
{% macro of_one_update(one, other) -%}
abs({{ microseconds_between(one, other) }}) <= {{ (var('one_update_seconds') | int) * 1000000 }}
{%- endmacro %}

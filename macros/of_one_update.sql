{# Are two instants of one update? Help desks record its comment and its status as two events, in either order. Two
   comparisons of one instant with another, so that a join looks for them among the rows of its other keys alone. #}
{% macro of_one_update(one, other) -%}
{%- set microseconds = (var('one_update_seconds') | int) * 1000000 -%}
(
  {{ one }} >= {{ microseconds_later(other, -microseconds) }}
  and {{ one }} <= {{ microseconds_later(other, microseconds) }}
)
{%- endmacro %}

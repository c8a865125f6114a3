{#
  A bound of the 95 % Wilson score interval of a share, in percent; NULL over zero. Of none and of all it ends at 0 and
  100 to the last digit.
  Wilson (1927), J. Am. Stat. Assoc. 22; z = 1.959964. sign: '-' for the lower bound, '+' for the upper one.
#}
{% macro wilson_bound(successes, trials, sign) %}
  {%- set x = 'cast(' ~ successes ~ ' as double)' -%}
  {%- set n = 'nullif(cast(' ~ trials ~ ' as double), 0)' -%}
  {%- set z = 1.959964 -%}
  {%- set end, at_end = ('0.0', x ~ ' <= 0') if sign == '-' else ('100.0', x ~ ' >= ' ~ n) -%}
  {{ return(
    'case when ' ~ n ~ ' is null then null when ' ~ at_end ~ ' then ' ~ end ~ ' else '
    ~ ('greatest' if sign == '-' else 'least') ~ '(' ~ end ~ ', 100.0 * (' ~ x ~ ' + ' ~ (z * z / 2) ~ ' ' ~ sign ~ ' '
    ~ z ~ ' * sqrt(greatest(' ~ x ~ ' * (' ~ n ~ ' - ' ~ x ~ ') / ' ~ n ~ ', 0.0) + ' ~ (z * z / 4) ~ ')) / (' ~ n
    ~ ' + ' ~ (z * z) ~ ')) end'
  ) }}
{% endmacro %}

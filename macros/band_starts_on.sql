{#
  The first day at whose end (on the last day: at as_of) so many days have passed since an instant. A day of age is 24
  hours: a ticket of midnight is 23 hours old at the end of the day on which the clocks go forward.

  Arguments: days; since, the instant (a ticket's creation, its last touch). Needs as_of beside it.
#}
{% macro band_starts_on(days, since='created_at') %}
  {%- set last_moment = since ~ " + interval '" ~ days ~ "' day - interval '1' microsecond" -%}
  {{ return("case when " ~ last_moment ~ " > as_of then date '9999-12-31' else " ~ reporting_date(last_moment) ~ " end") }}
{% endmacro %}

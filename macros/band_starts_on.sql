{#
  The first day at whose end (on the last day: at as_of) a ticket of created_at is at least so many days old. A day of
  age is 24 hours: a ticket of midnight is 23 hours old at the end of the day on which the clocks go forward.
#}
{% macro band_starts_on(days) %}
  {%- set last_moment = "created_at + interval '" ~ days ~ "' day - interval '1' microsecond" -%}
  {{ return("case when " ~ last_moment ~ " > as_of then date '9999-12-31' else " ~ reporting_date(last_moment) ~ " end") }}
{% endmacro %}

{# The first day at whose end (on the last day: at as_of) a ticket of created_at is at least so many days old. #}
{% macro band_starts_on(days) %}
  {{ return("case when created_at + interval '" ~ days ~ "' day > as_of then date '9999-12-31' else cast("
    ~ reporting_time('created_at') ~ " + interval '" ~ days ~ "' day - interval '1' microsecond as date) end") }}
{% endmacro %}

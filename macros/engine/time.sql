{# Time arithmetic that DuckDB and Spark spell differently. #}

{# Seconds from one instant to another, a whole number; negative where the end is earlier. #}
{% macro seconds_between(starts_at, ends_at) %}{{ return(adapter.dispatch('seconds_between', 'cxw')(starts_at, ends_at)) }}{% endmacro %}

{% macro default__seconds_between(starts_at, ends_at) %}
  {{ return("(epoch_us(" ~ ends_at ~ ") - epoch_us(" ~ starts_at ~ ")) // 1000000") }}
{% endmacro %}

{% macro spark__seconds_between(starts_at, ends_at) %}
  {{ return("((unix_micros(" ~ ends_at ~ ") - unix_micros(" ~ starts_at ~ ")) div 1000000)") }}
{% endmacro %}


{# Minutes from one instant to another, decimal(18,4): 90 seconds are 1.5000. #}
{% macro minutes_between(starts_at, ends_at) %}
  {{ return(decimal_quotient(seconds_between(starts_at, ends_at), 60)) }}
{% endmacro %}


{# Whole days from one date to another. #}
{% macro days_between(starts_on, ends_on) %}{{ return(adapter.dispatch('days_between', 'cxw')(starts_on, ends_on)) }}{% endmacro %}

{% macro default__days_between(starts_on, ends_on) %}
  {{ return("(cast(" ~ ends_on ~ " as date) - cast(" ~ starts_on ~ " as date))") }}
{% endmacro %}

{% macro spark__days_between(starts_on, ends_on) %}{{ return("cast(datediff(" ~ ends_on ~ ", " ~ starts_on ~ ") as bigint)") }}{% endmacro %}


{# A UTC instant -> the wall clock of the reporting time zone, as a timestamp. #}
{% macro reporting_time(instant) %}
  {%- set zone = var('reporting_time_zone') -%}
  {%- if zone == 'UTC' -%}{{ return(instant) }}{%- endif -%}
  {{ return(local_time(instant, "'" ~ zone ~ "'")) }}
{% endmacro %}

{# A UTC instant -> its date in the reporting time zone. #}
{% macro reporting_date(instant) %}{{ return('cast(' ~ reporting_time(instant) ~ ' as date)') }}{% endmacro %}


{# A UTC instant -> the wall clock of an IANA zone (an SQL expression), as a timestamp. #}
{% macro local_time(instant, zone) %}{{ return(adapter.dispatch('local_time', 'cxw')(instant, zone)) }}{% endmacro %}

{% macro default__local_time(instant, zone) %}
  {{ return("timezone(" ~ zone ~ ", timezone('UTC', " ~ instant ~ "))") }}
{% endmacro %}

{% macro spark__local_time(instant, zone) %}{{ return("from_utc_timestamp(" ~ instant ~ ", " ~ zone ~ ")") }}{% endmacro %}


{# Every date from one to another, both included: a select item that makes rows. #}
{% macro each_date(first_on, last_on) %}{{ return(adapter.dispatch('each_date', 'cxw')(first_on, last_on)) }}{% endmacro %}

{% macro default__each_date(first_on, last_on) %}
  {{ return("cast(unnest(generate_series(cast(" ~ first_on ~ " as timestamp), cast(" ~ last_on ~ " as timestamp), interval '1' day)) as date)") }}
{% endmacro %}

{% macro spark__each_date(first_on, last_on) %}
  {{ return("explode(sequence(" ~ first_on ~ ", " ~ last_on ~ ", interval '1' day))") }}
{% endmacro %}


{# A date and a number of months (an SQL expression) -> the date so many months later. #}
{% macro months_later(starts_on, months) %}{{ return(adapter.dispatch('months_later', 'cxw')(starts_on, months)) }}{% endmacro %}

{% macro default__months_later(starts_on, months) %}
  {{ return("cast(" ~ starts_on ~ " + to_months(cast(" ~ months ~ " as integer)) as date)") }}
{% endmacro %}

{% macro spark__months_later(starts_on, months) %}{{ return("add_months(" ~ starts_on ~ ", cast(" ~ months ~ " as int))") }}{% endmacro %}


{# Whole microseconds from one instant to another. #}
{% macro microseconds_between(starts_at, ends_at) %}{{ return(adapter.dispatch('microseconds_between', 'cxw')(starts_at, ends_at)) }}{% endmacro %}

{% macro default__microseconds_between(starts_at, ends_at) %}
  {{ return("(epoch_us(" ~ ends_at ~ ") - epoch_us(" ~ starts_at ~ "))") }}
{% endmacro %}

{% macro spark__microseconds_between(starts_at, ends_at) %}
  {{ return("(unix_micros(" ~ ends_at ~ ") - unix_micros(" ~ starts_at ~ "))") }}
{% endmacro %}


{# An instant and a number of microseconds (an SQL expression) -> the instant so much later. #}
{% macro microseconds_later(instant, microseconds) %}{{ return(adapter.dispatch('microseconds_later', 'cxw')(instant, microseconds)) }}{% endmacro %}

{% macro default__microseconds_later(instant, microseconds) %}
  {{ return("(" ~ instant ~ " + to_microseconds(" ~ microseconds ~ "))") }}
{% endmacro %}

{% macro spark__microseconds_later(instant, microseconds) %}
  {{ return("timestamp_micros(unix_micros(" ~ instant ~ ") + " ~ microseconds ~ ")") }}
{% endmacro %}


{# Every whole number from one to another, both included: a select item that makes rows. #}
{% macro each_number(first, last) %}{{ return(adapter.dispatch('each_number', 'cxw')(first, last)) }}{% endmacro %}

{% macro default__each_number(first, last) %}
  {{ return("unnest(generate_series(cast(" ~ first ~ " as bigint), cast(" ~ last ~ " as bigint)))") }}
{% endmacro %}

{% macro spark__each_number(first, last) %}
  {{ return("explode(sequence(cast(" ~ first ~ " as bigint), cast(" ~ last ~ " as bigint)))") }}
{% endmacro %}


{# ISO weekday of a date: 1 Monday .. 7 Sunday. 1970-01-05 was a Monday. #}
{% macro iso_weekday(day) %}
  {{ return("(mod(mod(" ~ days_between("date '1970-01-05'", day) ~ ", 7) + 7, 7) + 1)") }}
{% endmacro %}

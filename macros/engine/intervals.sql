{# Whole days and billing intervals before and after a date. #}

{# A date and a number of days (an SQL expression) -> the date so many days later. #}
{% macro days_later(starts_on, days) %}{{ return(adapter.dispatch('days_later', 'cxw')(starts_on, days)) }}{% endmacro %}

{% macro default__days_later(starts_on, days) %}
  {{ return("cast(" ~ starts_on ~ " + to_days(cast(" ~ days ~ " as integer)) as date)") }}
{% endmacro %}

{% macro spark__days_later(starts_on, days) %}{{ return("date_add(" ~ starts_on ~ ", cast(" ~ days ~ " as int))") }}{% endmacro %}


{#
  The date one billing interval earlier; NULL for another unit than day, week, month, year.

  Example: interval_before("date '2024-03-31'", "'month'", '1') is 2024-02-29.
#}
{% macro interval_before(ends_on, unit, count) %}
  case {{ unit }}
    when 'day' then {{ days_later(ends_on, '-' ~ count) }}
    when 'week' then {{ days_later(ends_on, '-7 * ' ~ count) }}
    when 'month' then {{ months_later(ends_on, '-' ~ count) }}
    when 'year' then {{ months_later(ends_on, '-12 * ' ~ count) }}
  end
{% endmacro %}

{#
  Does a term from starts_on up to ends_on (exclusive) come due: is it one of renewal_min_months? A plan of 52 weeks, or
  of 365 days in a leap year, is one of a year all the same: so many months have as many whole weeks, at 30.4375 days.
#}
{% macro is_renewable_term(starts_on, ends_on) -%}
  (
    {{ months_later(starts_on, var('renewal_min_months')) }} <= {{ ends_on }}
    or {{ days_between(starts_on, ends_on) }} >= 7 * floor(30.4375 * {{ var('renewal_min_months') }} / 7)
  )
{%- endmacro %}


{# The due date of a contract, so many of its terms later: by whole months, or by days where those come to less. #}
{% macro terms_later(contracts, terms) -%}
  case
    when {{ contracts }}.whole_months >= {{ var('renewal_min_months') }}
      then {{ months_later(contracts ~ '.due_on', contracts ~ '.whole_months * (' ~ terms ~ ')') }}
    else {{ days_later(contracts ~ '.due_on', contracts ~ '.term_days * (' ~ terms ~ ')') }}
  end
{%- endmacro %}

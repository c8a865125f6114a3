{# How long a customer has been one when asked, in bands; `unknown` without a date, or with one that lies later. #}
{% macro tenure_band(created_at, asked_at) -%}
case
  when {{ asked_at }} >= {{ created_at }} and {{ days_between(created_at, asked_at) }} < 90 then 'under 90 days'
  when {{ asked_at }} >= {{ created_at }} and {{ days_between(created_at, asked_at) }} < 365 then '90 days to a year'
  when {{ asked_at }} >= {{ created_at }} and {{ days_between(created_at, asked_at) }} < 730 then '1 to 2 years'
  when {{ asked_at }} >= {{ created_at }} then '2 years and more'
  else 'unknown'
end
{%- endmacro %}


{#
  By how many standard deviations two shares differ (Austin 2009); 0.1 is a common limit. Two equal shares differ by 0;
  NULL where one is all and the other nothing, as neither varies.

  Example: 50 % of those who answered and 40 % of those invited: 0.1 / sqrt((0.25 + 0.24) / 2) = 0.202.
#}
{% macro standardised_difference(of_answered, of_invited) -%}
case
  when {{ of_answered }} = {{ of_invited }} then 0.0
  else
    ({{ of_answered }} - {{ of_invited }})
    / nullif(sqrt(({{ of_answered }} * (1 - {{ of_answered }}) + {{ of_invited }} * (1 - {{ of_invited }})) / 2), 0)
end
{%- endmacro %}

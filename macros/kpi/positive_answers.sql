{#
  How many of the best answers of a scale are positive, by the number of answers that it has (KPI catalogue, csat):
  one of 2 or 3, two of 4 or 5, three of 6 to 9, two of 10 or 11; NULL where it has none for so many.

  Example: on a scale from 1 to 5 the answers 4 and 5 are positive, on one from 0 to 1 the answer 1.
#}
{% macro positive_answers(scale_size) -%}
case when {{ scale_size }} <= 3 then 1 when {{ scale_size }} <= 5 then 2 when {{ scale_size }} <= 9 then 3 when {{ scale_size }} <= 11 then 2 end
{%- endmacro %}


{#
  How many of the worst answers of a scale are negative: as many as are positive; of 10 and 11 all but the best four, as
  detractors are. Undefined above.

  Example: on a scale from 1 to 5 the answers 1 and 2 are negative, on one from 0 to 10 those up to 6.
#}
{% macro negative_answers(scale_size) -%}
case when {{ scale_size }} <= 3 then 1 when {{ scale_size }} <= 5 then 2 when {{ scale_size }} <= 9 then 3 when {{ scale_size }} <= 11 then {{ scale_size }} - 4 end
{%- endmacro %}

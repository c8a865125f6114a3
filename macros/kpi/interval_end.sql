{#
  An end of the 95 % interval of a row of kpi_values: Wilson's of its two sums, else the one that the statement brings.
  An adjusted interval is one around another figure; it is widened to the published one where it leaves it out.
  Example: a single detractor is -100, with an adjusted interval from -98.5 to 48.5: it begins at -100.

  facts: a relation with numerator, denominator, value, interval_method, interval_low, interval_high. sign: '-' or '+'.
#}
{% macro interval_end(facts, sign) %}
  {%- set widened, given = ('least', 'interval_low') if sign == '-' else ('greatest', 'interval_high') -%}
  {%- set wilson = wilson_bound(facts ~ '.numerator', facts ~ '.denominator', sign) -%}
  {{ return(
    'case when ' ~ facts ~ ".interval_method = 'wilson' then case when " ~ facts ~ '.denominator > 0 then ' ~ widened ~ '('
    ~ wilson ~ ', ' ~ facts ~ '.value) end when ' ~ facts ~ '.' ~ given ~ ' is not null then ' ~ widened ~ '(' ~ facts ~ '.'
    ~ given ~ ', ' ~ facts ~ '.value) end'
  ) }}
{% endmacro %}

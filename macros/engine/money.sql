{# Amounts of money: decimal(18,4) in major units of their currency. #}

{#
  An amount in a currency's minor unit -> major units, rounded half up to 4 decimals; NULL where it does not fit.

  Arguments: amount, a decimal(18,4); digits of the minor unit (NULL counts as 2).
  Example: 1999 with 2 digits is 19.9900, with 0 is 1999.0000, with 3 is 1.9990.
#}
{% macro major_units(amount, digits) %}
  {%- set unit = "case " ~ digits ~ " when 0 then 1 when 3 then 0.001 else 0.01 end" -%}
  {{ return("try_cast(cast(" ~ amount ~ " as decimal(28,4)) * cast(" ~ unit ~ " as decimal(4,3)) as decimal(18,4))") }}
{% endmacro %}

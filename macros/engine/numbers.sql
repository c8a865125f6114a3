{# Numbers that must be the same to the last digit on every engine. #}

{#
  An exact-enough quotient, rounded half up (away from zero) to 4 decimals, as decimal(18,4); NULL over zero.
  Division and the rounding of a double differ between engines; doubles, floor and a cast of whole numbers do not.
#}
{% macro decimal_quotient(numerator, denominator) %}
  {{ return(half_up("cast(" ~ numerator ~ " as double) / nullif(cast(" ~ denominator ~ " as double), 0)")) }}
{% endmacro %}


{#
  A double -> decimal(18,4), or with so many other digits, rounded half up away from zero; a hair is added so that
  0.00005 rounds up. A double has 15 digits: engines part where those before and after the point are more.
#}
{% macro half_up(expression, digits=4) %}
  {%- set whole = "sign(" ~ expression ~ ") * floor(abs(" ~ expression ~ ") * " ~ 10 ** digits ~ " + 0.500001)" -%}
  {%- set unit = "cast(0." ~ '0' * (digits - 1) ~ "1 as decimal(" ~ (digits + 1) ~ "," ~ digits ~ "))" -%}
  {{ return("cast(cast(" ~ whole ~ " as decimal(18,0)) * " ~ unit ~ " as decimal(18," ~ digits ~ "))") }}
{% endmacro %}


{# The text of a decimal without the zeros at its end: one match at most, so that engines replace alike. #}
{% macro without_last_zeros(expression) %}{{ return("regexp_replace(" ~ expression ~ ", '0+$', '')") }}{% endmacro %}


{# Stable hash of the parts that identify a row; NULL parts are told from empty ones. #}
{% macro surrogate_key(parts) %}
  {%- set texts = [] -%}
  {%- for part in parts -%}{%- do texts.append("coalesce(cast(" ~ part ~ " as string), '~')") -%}{%- endfor -%}
  {{ return("md5(" ~ texts | join(" || '|' || ") ~ ")") }}
{% endmacro %}


{# A number that equal values share, and different ones hardly ever: to sort out quickly, never to identify. #}
{% macro row_hash(names) %}{{ return(adapter.dispatch('row_hash', 'cxw')(names)) }}{% endmacro %}

{% macro default__row_hash(names) %}{{ return("hash(" ~ names | join(', ') ~ ")") }}{% endmacro %}

{% macro spark__row_hash(names) %}{{ return("xxhash64(" ~ names | join(', ') ~ ")") }}{% endmacro %}


{# The key of the member that stands for 'not known' in every dimension. #}
{% macro unknown_key() %}{{ return("md5('unknown')") }}{% endmacro %}


{# Whether a text is a number as both engines cast one: no NaN, infinity, `1_000`, `1d` or `0x10`. Blanks around it do not matter. #}
{% macro is_finite_number(expression) %}
  {{ return("coalesce(" ~ matches("trim(" ~ expression ~ ")", '^[+-]?([0-9]{1,99}([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]{1,2})?$') ~ ", false)") }}
{% endmacro %}

{#
  Welch's interval of the difference of two means: each side has a variance of its own.
  Welch (1938), Biometrika 29; degrees of freedom by Satterthwaite (1946), Biometrics Bulletin 2.
#}

{# The squared standard error of a mean, from the sums of values and of their squares over n values; NULL below two. #}
{% macro squared_error_of_mean(total, squares, n) -%}
(
  greatest(cast({{ squares }} as double) - cast({{ total }} as double) * cast({{ total }} as double) / {{ n }}, 0.0)
  / nullif({{ n }} - 1, 0) / {{ n }}
)
{%- endmacro %}


{# Degrees of freedom of a difference, from the squared errors of two means and their n; NULL where one of them is not known. #}
{% macro welch_degrees_of_freedom(error_a, n_a, error_b, n_b) -%}
(
  ({{ error_a }} + {{ error_b }}) * ({{ error_a }} + {{ error_b }})
  / nullif({{ error_a }} * {{ error_a }} / ({{ n_a }} - 1) + {{ error_b }} * {{ error_b }} / ({{ n_b }} - 1), 0.0)
)
{%- endmacro %}


{#
  The 97.5 % quantile of Student's distribution, for any degrees of freedom from 1 on: the exponential of a polynomial
  in their reciprocal, fitted to be right to 6 digits. Example: 12.7062 for 1, 2.2281 for 10, 1.95996 for infinitely many.
#}
{% macro student_quantile(degrees_of_freedom) -%}
  {%- set terms = [
    0.67292626, 1.21033808, 0.70829889, 0.14500422, -0.19950591, -0.15776915, 0.27673379, -0.13909858, 0.02516277,
  ] -%}
  {%- set sum = namespace(text='0.0') -%}
  {%- for term in terms | reverse -%}
    {%- set sum.text = '(' ~ sum.text ~ ' / ' ~ degrees_of_freedom ~ ' + ' ~ term ~ ')' -%}
  {%- endfor -%}
exp({{ sum.text }})
{%- endmacro %}

{#
  The part of an amount that falls to one of several shares, to 4 decimals: the amount up to and with this share less
  the amount up to it, each rounded. So the parts always add up to the amount, to the last digit.

  amount: decimal(18,4). weight: that of this share. up_to_here: the sum of the weights up to and with it, in a total
  order. whole: the sum of all weights, above 0. Example: 1.0000 over three equal weights is 0.3333, 0.3334, 0.3333.
#}
{% macro share_between(amount, weight, up_to_here, whole) -%}
cast({{ share_up_to(amount, up_to_here, whole) }} - {{ share_up_to(amount, up_to_here ~ ' - ' ~ weight, whole) }} as decimal(18, 4))
{%- endmacro %}

{# The last share gives the amount itself, whatever doubles make of it. #}
{% macro share_up_to(amount, up_to, whole) -%}
case
  when {{ up_to }} = {{ whole }} then {{ amount }}
  else {{ half_up('cast(' ~ amount ~ ' as double) * cast(' ~ up_to ~ ' as double) / nullif(cast(' ~ whole ~ ' as double), 0)') }}
end
{%- endmacro %}

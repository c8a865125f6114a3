{#
  A verdict on a ticket in the word that counts: that of one with a comment is that of one without.
  Example: `BadWithComment`, `bad_with_comment` and `Bad with comment` are `bad`.
#}
{% macro satisfaction_word(value) -%}
replace(replace(replace(trim(lower({{ value }})), '_', ''), ' ', ''), 'withcomment', '')
{%- endmacro %}

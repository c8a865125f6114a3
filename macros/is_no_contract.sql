{#
  Whether a contract's status says that it is none: not agreed yet, or never. A closed list, in any case, with blanks or
  hyphens for underscores. Any other word, and none, leaves it a contract: that it has ended is told by its dates.
#}
{% macro is_no_contract(status) %}
  {%- set word = "replace(replace(lower(trim(" ~ status ~ ")), ' ', '_'), '-', '_')" -%}
  {%- set words = "('draft', 'in_approval', 'inapproval', 'in_approval_process', 'rejected')" -%}
  {{- return("coalesce(" ~ word ~ " in " ~ words ~ ", false)") -}}
{% endmacro %}

-- noqa: disable=LT02
{#
  Every reference of a fact points at a member: what is not known points at the member `unknown`, not at nothing.
  One statement for the fact; a row names the column that fails and how many of its values have no member.

  references: column of the fact -> 'model.column' that it refers to.
  null_allowed: columns in which NULL says that there is nothing to refer to.
  Example: references_exist: {arguments: {references: {customer_key: dim_customer.customer_key}}}
#}
{% test references_exist(model, references, null_allowed=[]) %}
select * from (
  {%- for column, target in references.items() %}
  {%- set member = target.split('.') %}
  select '{{ column }} is not in {{ target }}' as failure, count(*) as missing_members
  from (select distinct {{ column }} as reference from {{ model }}) as facts
  left join {{ ref(member[0]) }} as members on facts.reference = members.{{ member[1] }}
  where members.{{ member[1] }} is null {%- if column in null_allowed %} and facts.reference is not null {%- endif %}
  {{ 'union all' if not loop.last }}
  {%- endfor %}
) as checks
where missing_members > 0
{% endtest %}

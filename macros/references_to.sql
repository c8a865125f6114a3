{#
  How other domains may refer to the rows of a staged entity: 'source:id' always, and the bare id where one source
  alone holds it. A reference that fits several rows is left out, so that it goes to `unknown` and is counted.

  Arguments: relation, and the name of its id column; within: a column that separates kinds of rows, if any.
  Columns: within, reference, source, <id>. Example: references_to(ref('stg_crm__contacts'), 'contact_id')
#}
{% macro references_to(relation, id, within=none) %}
  {%- set kind = within ~ ', ' if within else '' %}
  select {{ kind }}reference, min(source) as source, min({{ id }}) as {{ id }}
  from (
    select {{ kind }}{{ id }} as reference, source, {{ id }} from {{ relation }}
    union all
    select {{ kind }}source || ':' || {{ id }} as reference, source, {{ id }} from {{ relation }}
  ) as spelled
  group by {{ kind }}reference
  having count(*) = 1
{% endmacro %}

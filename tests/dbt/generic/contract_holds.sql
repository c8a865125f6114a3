-- noqa: disable=LT02
{#
  A staged entity keeps its contract: the key is unique, required columns have values, closed lists hold only their
  words or 'unknown'. One statement for each entity; a row names what fails. Only keys whose hash comes twice are compared.
#}
{% test contract_holds(model) %}
  {%- if not execute -%}{{ return('select 1 from ' ~ model) }}{%- endif -%}
  {%- set declared = graph.nodes['model.' ~ project_name ~ '.' ~ model.identifier] -%}
  {%- set keys = [] -%}
select * from (
  {%- for column in declared.columns.values() %}
  {%- set meta = column.config.meta %}
  {%- if meta.get('key') %}{% do keys.append(column.name) %}{% endif %}
  {%- if meta.get('required') %}
  select '{{ column.name }} is missing' as failure, count(*) as records from {{ model }} where {{ column.name }} is null
  union all
  {%- endif %}
  {%- if meta.get('values') and not meta.get('key') %}
  select '{{ column.name }} is outside its list' as failure, count(*) as records from {{ model }}
  where {{ column.name }} not in ('{{ meta['values'] | join("', '") }}', 'unknown')
  union all
  {%- endif %}
  {%- for value, words in meta.get('values_of', {}).get('lists', {}).items() %}
  select '{{ column.name }} of {{ value }} is outside its list' as failure, count(*) as records from {{ model }}
  where {{ meta['values_of']['column'] }} = '{{ value }}' and coalesce({{ column.name }}, '') not in ('{{ words | join("', '") }}', 'unknown')
  union all
  {%- endfor %}
  {%- endfor %}
  select 'key is not unique: {{ keys | join(", ") }}' as failure, sum(repeats) as records
  from (
    select count(*) - 1 as repeats
    from {{ model }}
    where {{ row_hash(keys) }} in (
      select {{ row_hash(keys) }} from {{ model }} group by {{ row_hash(keys) }} having count(*) > 1
    )
    group by {{ keys | join(', ') }}
  ) as grouped
) as checks
where records > 0
{% endtest %}

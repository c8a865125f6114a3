{#
  Every accepted version of a versioned entity, valid from its updated_at to the next one's; the first from the
  beginning. Between versions of one instant the later delivery wins. A version that says is_deleted ends the one
  before it, and stays as such.

  Example: {{ staged_versions('crm', 'accounts') }}
#}
{% macro staged_versions(domain, entity) %}
  {%- if not execute -%}{{ every_source(domain, entity, all_versions=true) }}{{ return('') }}{%- endif -%}
  {%- set keys = ['source'] + key_columns(raw_table('files', domain ~ '__' ~ entity, with_physical=false)) -%}
with every_version as (
{{ every_source(domain, entity, all_versions=true) }}
),

one_per_instant as (
  select *
  from every_version
  qualify row_number() over (
    partition by {{ keys | join(', ') }}, _updated_at order by _delivery desc nulls last, _record desc nulls last
  ) = 1
),

ordered as (
  select
    *,
    lag(_delivery) over (partition by {{ keys | join(', ') }} order by _updated_at nulls first) is null as is_first,
    lead(_updated_at) over (partition by {{ keys | join(', ') }} order by _updated_at nulls first) as next_updated_at
  from one_per_instant
)

select
  {%- for name, column in model.columns.items() %}
  {%- if name == 'valid_from' %}
  case when is_first then timestamp '0001-01-01 00:00:00' else _updated_at end as valid_from,
  {%- elif name == 'valid_to' %}
  coalesce(next_updated_at, timestamp '9999-12-31 00:00:00') as valid_to,
  {%- elif name == 'is_latest' %}
  next_updated_at is null as is_latest,
  {%- elif name == 'is_deleted' %}
  _is_deleted as is_deleted
  {%- elif name == 'updated_at' %}
  _updated_at as updated_at,
  {%- else %}
  cast({{ name }} as {{ column.data_type }}) as {{ name }},
  {%- endif %}
  {%- endfor %}
from ordered
{% endmacro %}

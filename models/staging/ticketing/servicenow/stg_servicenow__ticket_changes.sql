-- noqa: disable=LT02
{#
  A change is what differs from the update before; the first update gives the values at the opening, also those that
  are not set.
#}
{% set fields = {
  'status': 'status', 'assignee_id': 'assigned_to', 'team_id': 'assignment_group', 'priority': 'priority',
  'topic': 'category', 'channel': 'contact_type'
} %}
with updates as (
  select
    number,
    update_number,
    effective_at
    {%- for column in fields.values() %},
    {{ column }},
    lag({{ column }}) over (partition by number order by update_number) as previous_{{ column }}
    {%- endfor %}
  from {{ ref('stg_servicenow__incident_event_log') }}
)
{% for field, column in fields.items() %}
select
  number as ticket_id,
  '{{ field }}' as field,
  effective_at as changed_at,
  update_number as sequence,
  {{ column }} as value
from updates
where update_number = 1 or {{ column }} is distinct from previous_{{ column }}
{{ 'union all' if not loop.last }}
{%- endfor %}

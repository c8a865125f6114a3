{#
  The first row of a field is its value at creation. Zendesk's history of a team, assignee or priority begins when it
  is first set: where that is after the creation, a row without value says that there was none. A frozen SLA target is
  in ticket_slas; here is only that it was taken away.
#}
with history as (
  select * from {{ ref('stg_zendesk__ticket_field_history') }}
  where field != 'sla_policy_id' and (field not like 'sla_target:%' or value is null)
),

tickets as (
  {{ records('zendesk', 'ticket') }}
),

unset_at_creation as (
  select history.ticket_id, history.field, tickets.created_at as changed_at
  from history
  inner join tickets on history.ticket_id = tickets.id
  where history.field in ('team_id', 'assignee_id', 'priority')
  group by history.ticket_id, history.field, tickets.created_at
  having min(history.changed_at) > tickets.created_at
)

select ticket_id, field, changed_at, sequence, value, author_id
from history
union all
select ticket_id, field, changed_at, 1 as sequence, null as value, null as author_id
from unset_at_creation
union all
select ticket_id, 'schedule_id' as field, changed_at, 1 as sequence, schedule_id as value, null as author_id
from {{ ref('stg_zendesk__ticket_schedule') }}
union all
select ticket_id, 'sla_policy_id' as field, applied_at as changed_at, sequence, policy_id as value, null as author_id
from {{ ref('stg_zendesk__ticket_sla_policy') }}

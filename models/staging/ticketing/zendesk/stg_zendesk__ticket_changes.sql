{#
  The first row of a field is its value at creation. Zendesk's history of a team, assignee or priority begins when it
  is first set: where that is after the creation, a row without value says that there was none. The policies are those
  of ticket_sla_policy; for a ticket that has none there, those that its history names.
#}
with history as (
  select * from {{ ref('stg_zendesk__ticket_field_history') }}
),

tickets as (
{{ records('zendesk', 'ticket') }}
),

policies as (
{{ records('zendesk', 'ticket_sla_policy') }}
),

unset_at_creation as (
  select history.ticket_id, history.field, tickets.created_at as changed_at
  from history
  inner join tickets on history.ticket_id = tickets.id
  where history.field in ('team_id', 'assignee_id', 'priority')
  group by history.ticket_id, history.field, tickets.created_at
  having min(history.changed_at) > tickets.created_at
)

select history.ticket_id, history.field, history.changed_at, history.sequence, history.value, history.author_id
from history
left join policies
  on history.field = 'sla_policy_id' and history.ticket_id = policies.ticket_id and not policies._is_deleted
where policies.ticket_id is null
union all
select ticket_id, field, changed_at, 1 as sequence, null as value, null as author_id
from unset_at_creation
union all
select ticket_id, 'schedule_id' as field, changed_at, 1 as sequence, schedule_id as value, null as author_id
from {{ ref('stg_zendesk__ticket_schedule') }}
union all
select
  ticket_id,
  'sla_policy_id' as field,
  policy_applied_at as changed_at,
  row_number() over (partition by ticket_id, policy_applied_at order by _delivery, _record) as sequence,
  sla_policy_id as value,
  null as author_id
from policies
where not _is_deleted

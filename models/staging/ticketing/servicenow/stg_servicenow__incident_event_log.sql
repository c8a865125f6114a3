{#
  The updates of an incident in their order: sys_mod_count, then the clock; there are no two of both. `effective_at` never runs
  backwards along that order, so that the state at an instant is that of the last update, in order, recorded by then:
  an update recorded later than one that follows it takes effect with that one. The first takes effect at the opening, and none before it.
#}
with updates as (
  {{ records('servicenow', 'incident_event_log') }}
),

ordered as (
  select
    *,
    row_number() over (
      partition by number order by sys_mod_count nulls last, sys_updated_at nulls last
    ) as update_number,
    lead(number) over (
      partition by number order by sys_mod_count nulls last, sys_updated_at nulls last
    ) is null as is_last,
    min(sys_updated_at) over (
      partition by number order by sys_mod_count nulls last, sys_updated_at nulls last
      rows between current row and unbounded following
    ) as earliest_from_here
  from updates
)

select
  number,
  update_number,
  is_last,
  case when update_number = 1 then opened_at else greatest(opened_at, earliest_from_here) end as effective_at,
  sys_updated_at,
  opened_at,
  case
    when incident_state = 'New' then 'new'
    when incident_state = 'Active' then 'open'
    when incident_state = 'Awaiting User Info' then 'pending'
    when incident_state in ('Awaiting Vendor', 'Awaiting Problem', 'Awaiting Evidence') then 'hold'
    when incident_state = 'Resolved' then 'solved'
    when incident_state = 'Closed' then 'closed'
    else 'unknown'
  end as status,
  reassignment_count,
  reopen_count,
  made_sla,
  caller_id,
  contact_type,
  category,
  priority,
  assignment_group,
  assigned_to,
  resolved_at,
  closed_at,
  _updated_at,
  _is_deleted,
  _arrived_at,
  _delivery,
  _record
from ordered

with tickets as (
  select
    tickets.*,
    -- The instant of which the record is, where it says more than a history of its source can.
    case
      when tickets.is_deleted or coalesce(tickets.is_history_complete, false) then null
      when tickets.updated_at <= clock.as_of then tickets.updated_at
    end as stated_at
  from {{ ref('stg_ticketing__tickets') }} as tickets
  cross join {{ ref('stg_clock') }} as clock
),

changes as (
  select
    changes.source,
    changes.ticket_id,
    changes.field,
    coalesce(changes.value, '') as value,
    coalesce(changes.sequence, 0) as sequence,
    changes.changed_at,
    tickets.created_at,
    row_number() over of_field as change_number,
    lead(changes.changed_at) over of_field is null as is_last
  from {{ ref('stg_ticketing__ticket_changes') }} as changes
  inner join tickets on changes.source = tickets.source and changes.ticket_id = tickets.ticket_id
  where changes.field in ('status', 'team_id', 'assignee_id', 'priority')
  window of_field as (
    partition by changes.source, changes.ticket_id, changes.field
    order by changes.changed_at nulls last, changes.sequence nulls first, changes.value nulls first
  )
),

-- The first row of a field is its value at creation; nothing happens to a ticket before it exists.
from_history as (
  select
    source, ticket_id, field, value,
    case when change_number = 1 or changed_at < created_at then created_at else changed_at end as happened_at,
    case
      when change_number = 1 then -1000000000
      when changed_at < created_at then change_number - 1000000000
      else sequence
    end as sequence
  from changes
),

-- Of a field that no ticket of a source has, or that came without its column, an empty value says nothing.
given as (
  select
    source, max(team_id) is not null as has_team_id, max(assignee_id) is not null as has_assignee_id,
    max(priority) is not null as has_priority
  from tickets
  group by source
),

told as (
  {%- for field in ['team_id', 'assignee_id', 'priority'] %}
  select
    tickets.source, tickets.ticket_id, '{{ field }}' as field, coalesce(tickets.{{ field }}, '') as value,
    tickets.created_at,
    case when given.has_{{ field }} and coalesce(tickets.is_{{ field }}_delivered, true) then tickets.stated_at end
      as told_at
  from tickets
  inner join given on tickets.source = given.source
  {{ 'union all' if not loop.last }}
  {%- endfor %}
),

-- Team, assignee and priority are the ticket's own where they have no history, and from its update on where that is not
-- before the last change; of the status see statuses_stated below.
from_ticket as (
  select
    told.source, told.ticket_id, told.field, told.value,
    case
      when changes.field is null then told.created_at
      else greatest(told.told_at, told.created_at)
    end as happened_at,
    case when changes.field is null then -1000000000 else 900000000 end as sequence
  from told
  left join changes
    on
      told.source = changes.source
      and told.ticket_id = changes.ticket_id
      and told.field = changes.field
      and changes.is_last
  where changes.field is null or (told.told_at >= changes.changed_at and told.value != changes.value)
),

statuses as (
  select
    stated.source, stated.ticket_id, stated.value, stated.happened_at, tickets.created_at, stated.is_dated,
    case when stated.step = 0 then -1000000000 else 900000000 + stated.step end as sequence
  from {{ ref('int_ticket_statuses_stated') }} as stated
  inner join tickets on stated.source = tickets.source and stated.ticket_id = tickets.ticket_id
  union all
  select
    source, ticket_id, 'deleted' as value, deleted_at as happened_at, created_at, true as is_dated,
    1000000000 as sequence
  from tickets
  where is_deleted
)

select source, ticket_id, field, value, happened_at, sequence, true as is_dated, true as is_of_history
from from_history
union all
select source, ticket_id, field, value, happened_at, sequence, true as is_dated, false as is_of_history
from from_ticket
union all
select
  source, ticket_id, 'status' as field, value, greatest(happened_at, created_at) as happened_at, sequence, is_dated,
  false as is_of_history
from statuses

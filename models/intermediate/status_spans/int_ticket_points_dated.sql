with tickets as (
  select
    tickets.*,
    -- What has no instant of its own was so by the last update or event, and not after the clock.
    greatest(
      least(coalesce(tickets.updated_at, tickets.created_at), clock.as_of),
      coalesce(tickets.solved_at, tickets.created_at),
      coalesce(tickets.closed_at, tickets.created_at)
    ) as known_at
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
    row_number() over (
      partition by changes.source, changes.ticket_id, changes.field
      order by changes.changed_at nulls last, changes.sequence nulls first, changes.value nulls first
    ) as change_number
  from {{ ref('stg_ticketing__ticket_changes') }} as changes
  inner join tickets on changes.source = tickets.source and changes.ticket_id = tickets.ticket_id
  where changes.field in ('status', 'team_id', 'assignee_id', 'priority')
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

histories as (
  select distinct source, ticket_id, field
  from changes
  where field != 'status'
),

-- Team, assignee and priority are the ticket's own where they have no history; of the status see statuses_stated below.
told as (
  {%- for field in ['team_id', 'assignee_id', 'priority'] %}
  select source, ticket_id, '{{ field }}' as field, coalesce({{ field }}, '') as value, created_at as happened_at
  from tickets
  {{ 'union all' if not loop.last }}
  {%- endfor %}
),

without_history as (
  select told.*
  from told
  left join histories
    on
      told.source = histories.source
      and told.ticket_id = histories.ticket_id
      and told.field = histories.field
  where histories.field is null
),

endings as (
  select source, ticket_id, 'deleted' as value, deleted_at as happened_at, created_at from tickets
  where is_deleted
  union all
  -- A merge closes the ticket that was merged away, whether its source says so or not.
  select source, ticket_id, 'closed' as value, known_at as happened_at, created_at from tickets
  where merged_into_ticket_id is not null and status not in ('solved', 'closed', 'deleted') and not is_deleted
),

stated as (
  select stated.*, tickets.created_at
  from {{ ref('int_ticket_statuses_stated') }} as stated
  inner join tickets on stated.source = tickets.source and stated.ticket_id = tickets.ticket_id
)

select source, ticket_id, field, value, happened_at, sequence, true as is_dated
from from_history
union all
select source, ticket_id, field, value, happened_at, -1000000000 as sequence, true as is_dated
from without_history
union all
select
  source, ticket_id, 'status' as field, value,
  greatest(happened_at, created_at) as happened_at,
  case when step = 0 then -1000000000 else 900000000 + step end as sequence,
  is_dated
from stated
union all
select
  source, ticket_id, 'status' as field, value,
  greatest(happened_at, created_at) as happened_at,
  1000000000 as sequence,
  true as is_dated
from endings

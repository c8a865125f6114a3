with tickets as (
  select source, ticket_id, coalesce(is_history_complete, false) as is_history_complete
  from {{ ref('stg_ticketing__tickets') }}
),

-- Of a source that delivers no history of assignees nobody knows how often a ticket changed hands.
histories as (
  select distinct source
  from {{ ref('stg_ticketing__ticket_changes') }}
  where field = 'assignee_id'
),

heard as (
  select distinct source
  from {{ ref('stg_ticketing__ticket_messages') }}
),

-- Of the assignees of one instant and place in the order, the one that the ticket's states name.
assignments as (
  select source, ticket_id, happened_at, sequence, max(value) as agent_id
  from {{ ref('int_ticket_points_dated') }}
  where field = 'assignee_id'
  group by source, ticket_id, happened_at, sequence
),

compared as (
  select
    source,
    ticket_id,
    agent_id,
    lag(agent_id) over (partition by source, ticket_id order by happened_at, sequence) as previous_agent_id
  from assignments
  where agent_id != ''
),

reassignments as (
  select source, ticket_id, count(*) as reassignment_count
  from compared
  where agent_id != previous_agent_id
  group by source, ticket_id
),

hands as (
  select source, ticket_id, agent_id from compared
  union
  select source, ticket_id, author_id as agent_id from {{ ref('int_ticket_messages_judged') }}
  where is_by_agent and author_id is not null
),

agents as (
  select hands.source, hands.ticket_id, count(*) as distinct_agent_count
  from hands
  left join {{ ref('stg_ticketing__agents') }} as agents
    on hands.source = agents.source and hands.agent_id = agents.agent_id
  where not coalesce(agents.is_bot, false)
  group by hands.source, hands.ticket_id
)

select
  tickets.source,
  tickets.ticket_id,
  case
    when histories.source is not null or tickets.is_history_complete then coalesce(reassignments.reassignment_count, 0)
  end as reassignment_count,
  case
    when histories.source is not null or tickets.is_history_complete or heard.source is not null
      then coalesce(agents.distinct_agent_count, 0)
    else agents.distinct_agent_count
  end as distinct_agent_count
from tickets
left join histories on tickets.source = histories.source
left join heard on tickets.source = heard.source
left join reassignments on tickets.source = reassignments.source and tickets.ticket_id = reassignments.ticket_id
left join agents on tickets.source = agents.source and tickets.ticket_id = agents.ticket_id

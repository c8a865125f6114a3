with referenced as (
  select distinct source, assignee_id as agent_id from {{ ref('int_ticket_states_spanned') }}
  where assignee_id is not null
  union
  select distinct source, author_id as agent_id from {{ ref('stg_ticketing__ticket_messages') }}
  where author_role = 'agent' and author_id is not null
  union
  select source, agent_id from {{ ref('stg_ticketing__agents') }}
  union
  select member_source as source, member_id as agent_id from {{ ref('int_staff_references_resolved') }}
  where kind = 'agent'
)

select
  referenced.source,
  referenced.agent_id,
  {{ surrogate_key(["'agent'", 'referenced.source', 'referenced.agent_id']) }} as agent_key,
  case
    when count(*) over (partition by referenced.agent_id) = 1 then referenced.agent_id
    else referenced.source || ':' || referenced.agent_id
  end as agent,
  agents.agent_id is not null as is_listed,
  agents.team_id,
  agents.employee_id,
  coalesce(agents.is_bot, false) as is_bot,
  coalesce(agents.is_active, false) as is_active,
  agents.created_at
from referenced
left join {{ ref('stg_ticketing__agents') }} as agents
  on referenced.source = agents.source and referenced.agent_id = agents.agent_id

with tickets as (
  select * from {{ ref('fct_tickets') }}
),

milestones as (
  select source, ticket_id, 'created' as milestone, 1 as state_number from tickets
  union all
  select source, ticket_id, 'first_solved' as milestone, first_solved_state as state_number
  from {{ ref('int_ticket_resolutions_found') }}
  where first_solved_at is not null
  union all
  select source, ticket_id, 'first_resolved' as milestone, first_solved_state as state_number
  from {{ ref('int_ticket_resolutions_found') }}
  where first_resolved_at is not null
  union all
  select source, ticket_id, 'resolved' as milestone, resolved_state as state_number
  from {{ ref('int_ticket_resolutions_found') }}
  where resolved_at is not null
  union all
  select source, ticket_id, 'closed' as milestone, closed_state as state_number
  from {{ ref('int_ticket_resolutions_found') }}
  where closed_at is not null
  union all
  select source, ticket_id, 'first_replied' as milestone, first_reply_state as state_number
  from {{ ref('int_ticket_replies_found') }}
  where first_reply_at is not null
),

dated as (
  select
    tickets.*,
    milestones.milestone,
    milestones.state_number,
    case milestones.milestone
      when 'created' then tickets.created_at
      when 'first_solved' then tickets.first_solved_at
      when 'first_resolved' then tickets.first_resolved_at
      when 'resolved' then tickets.resolved_at
      when 'first_replied' then tickets.first_reply_at
      else tickets.closed_at
    end as happened_at
  from milestones
  inner join tickets on milestones.source = tickets.source and milestones.ticket_id = tickets.ticket_id
)

select
  {{ surrogate_key(['dated.ticket_key', 'dated.milestone']) }} as ticket_milestone_key,
  dated.ticket_key,
  dated.milestone,
  dated.happened_at,
  {{ reporting_date('dated.happened_at') }} as happened_on,
  dated.customer_key,
  dated.channel,
  dated.topic_at_creation as topic,
  coalesce(teams.team, 'unknown') as team,
  coalesce(agents.agent, 'unknown') as agent,
  coalesce(versions.segment, 'unknown') as segment,
  coalesce(states.priority, 'unknown') as priority,
  dated.product,
  dated.brand,
  dated.is_excluded
from dated
left join {{ ref('int_ticket_states_spanned') }} as states
  on
    dated.source = states.source
    and dated.ticket_id = states.ticket_id
    and dated.state_number = states.state_number
left join {{ ref('int_teams_labelled') }} as teams
  on states.source = teams.source and states.team_id = teams.team_id
left join {{ ref('int_agents_labelled') }} as agents
  on states.source = agents.source and states.assignee_id = agents.agent_id
left join {{ ref('int_customer_versions_dated') }} as versions
  on
    dated.customer_key = versions.customer_key
    and dated.happened_at >= versions.valid_from
    and dated.happened_at < versions.valid_to

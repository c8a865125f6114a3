with instances as (
  select
    instances.*,
    exclusions.customer_key,
    exclusions.is_excluded
  from {{ ref('int_sla_instances_judged') }} as instances
  inner join {{ ref('int_ticket_exclusions_decided') }} as exclusions
    on instances.source = exclusions.source and instances.ticket_id = exclusions.ticket_id
)

select
  {{ surrogate_key([
    "'sla'", 'instances.source', 'instances.ticket_id', 'instances.policy_id', 'instances.metric', 'instances.started_at'
  ]) }} as sla_key,
  {{ surrogate_key(["'ticket'", 'instances.source', 'instances.ticket_id']) }} as ticket_key,
  instances.customer_key,
  instances.source,
  instances.ticket_id,
  instances.policy_id,
  instances.metric,
  instances.kind,
  instances.clock,
  coalesce(instances.priority, 'unknown') as target_priority,
  instances.target_minutes,
  instances.applied_at,
  instances.started_at,
  {{ reporting_date('instances.started_at') }} as started_on,
  {{ minutes_of_microseconds('instances.elapsed_microseconds') }} as elapsed_minutes,
  instances.due_at,
  instances.fulfilled_at,
  instances.decided_at,
  {{ reporting_date('instances.decided_at') }} as decided_on,
  instances.status,
  instances.is_undated,
  channels.channel,
  topics.topic_at_creation as topic,
  coalesce(teams.team, 'unknown') as team,
  coalesce(agents.agent, 'unknown') as agent,
  coalesce(versions.segment, 'unknown') as segment,
  coalesce(states.priority, 'unknown') as priority,
  coalesce(tickets.product, 'unknown') as product,
  coalesce(tickets.brand, 'unknown') as brand,
  instances.is_excluded
from instances
inner join {{ ref('stg_ticketing__tickets') }} as tickets
  on instances.source = tickets.source and instances.ticket_id = tickets.ticket_id
inner join {{ ref('int_ticket_channels_mapped') }} as channels
  on instances.source = channels.source and instances.ticket_id = channels.ticket_id
inner join {{ ref('int_ticket_topics_mapped') }} as topics
  on instances.source = topics.source and instances.ticket_id = topics.ticket_id
left join {{ ref('int_ticket_states_spanned') }} as states
  on
    instances.source = states.source
    and instances.ticket_id = states.ticket_id
    and instances.seen_at >= states.started_at
    and instances.seen_at < coalesce(states.ended_at, timestamp '9999-12-31 00:00:00')
left join {{ ref('int_teams_labelled') }} as teams
  on states.source = teams.source and states.team_id = teams.team_id
left join {{ ref('int_agents_labelled') }} as agents
  on states.source = agents.source and states.assignee_id = agents.agent_id
left join {{ ref('int_customer_versions_dated') }} as versions
  on
    instances.customer_key = versions.customer_key
    and instances.seen_at >= versions.valid_from
    and instances.seen_at < versions.valid_to

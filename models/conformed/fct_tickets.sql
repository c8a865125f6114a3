with tickets as (
  select * from {{ ref('stg_ticketing__tickets') }}
),

resolutions as (
  select * from {{ ref('int_ticket_resolutions_found') }}
),

exclusions as (
  select * from {{ ref('int_ticket_exclusions_decided') }}
),

channels as (
  select * from {{ ref('int_ticket_channels_mapped') }}
),

topics as (
  select * from {{ ref('int_ticket_topics_mapped') }}
),

teams as (
  select * from {{ ref('int_teams_labelled') }}
),

agents as (
  select * from {{ ref('int_agents_labelled') }}
)

select
  {{ surrogate_key(["'ticket'", 'tickets.source', 'tickets.ticket_id']) }} as ticket_key,
  tickets.source,
  tickets.ticket_id,
  exclusions.customer_key,
  exclusions.link_rule as customer_link_rule,
  {{ surrogate_key(["'channel'", 'channels.channel']) }} as channel_key,
  channels.channel,
  {{ surrogate_key(["'topic'", 'topics.topic']) }} as topic_key,
  topics.topic,
  topics.topic_at_creation,
  coalesce(teams.team_key, {{ unknown_key() }}) as team_key,
  coalesce(teams.team, 'unknown') as team,
  coalesce(agents.agent_key, {{ unknown_key() }}) as agent_key,
  coalesce(agents.agent, 'unknown') as agent,
  resolutions.team_id,
  resolutions.assignee_id,
  coalesce(resolutions.priority, 'unknown') as priority,
  coalesce(tickets.product, 'unknown') as product,
  coalesce(tickets.brand, 'unknown') as brand,
  tickets.kind,
  tickets.language,
  resolutions.status,
  tickets.created_at,
  resolutions.first_solved_at,
  resolutions.first_resolved_at,
  resolutions.resolved_at,
  resolutions.closed_at,
  {{ reporting_date('tickets.created_at') }} as created_on,
  case
    when resolutions.first_resolved_at >= tickets.created_at
      then {{ minutes_between('tickets.created_at', 'resolutions.first_resolved_at') }}
  end as first_resolution_calendar_minutes,
  case
    when resolutions.resolved_at >= tickets.created_at
      then {{ minutes_between('tickets.created_at', 'resolutions.resolved_at') }}
  end as full_resolution_calendar_minutes,
  {{ minutes_of_microseconds('resolution_clocks.first_resolution_microseconds') }} as first_resolution_business_minutes,
  {{ minutes_of_microseconds('resolution_clocks.full_resolution_microseconds') }} as full_resolution_business_minutes,
  times.first_reply_at,
  times.first_reply_calendar_minutes,
  times.first_reply_business_minutes,
  times.handling_calendar_minutes,
  times.requester_wait_calendar_minutes,
  times.requester_wait_business_minutes,
  times.agent_wait_calendar_minutes,
  times.agent_wait_business_minutes,
  times.agent_work_calendar_minutes,
  times.agent_work_business_minutes,
  times.on_hold_calendar_minutes,
  times.on_hold_business_minutes,
  times.reassignment_count,
  times.public_agent_message_count,
  times.distinct_agent_count,
  times.is_one_touch,
  times.last_satisfaction_score,
  times.was_satisfaction_offered,
  resolutions.solve_count,
  resolutions.reopen_count,
  resolutions.was_reopened,
  tickets.source_reopen_count,
  tickets.source_reassignment_count,
  tickets.source_sla_met,
  tickets.merged_into_ticket_id,
  resolutions.status not in ('solved', 'closed', 'deleted') as is_open,
  recontacts.first_contact_resolved,
  exclusions.is_excluded,
  exclusions.exclusion_reason
from tickets
inner join resolutions on tickets.source = resolutions.source and tickets.ticket_id = resolutions.ticket_id
inner join {{ ref('int_ticket_resolutions_clocked') }} as resolution_clocks
  on tickets.source = resolution_clocks.source and tickets.ticket_id = resolution_clocks.ticket_id
inner join {{ ref('int_ticket_times_measured') }} as times
  on tickets.source = times.source and tickets.ticket_id = times.ticket_id
inner join exclusions on tickets.source = exclusions.source and tickets.ticket_id = exclusions.ticket_id
inner join channels on tickets.source = channels.source and tickets.ticket_id = channels.ticket_id
inner join topics on tickets.source = topics.source and tickets.ticket_id = topics.ticket_id
left join teams on resolutions.source = teams.source and resolutions.team_id = teams.team_id
left join agents on resolutions.source = agents.source and resolutions.assignee_id = agents.agent_id
left join {{ ref('int_contact_recontacts_found') }} as recontacts
  on {{ surrogate_key(["'ticket'", 'tickets.source', 'tickets.ticket_id']) }} = recontacts.contact_key

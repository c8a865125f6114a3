-- The tickets that were open when a week, month, quarter or year ended, as they were then.
with period_ends as (
  select distinct date_on, closes_at
  from {{ ref('int_periods_listed') }}
  where is_last_day and period_kind != 'day'
),

open_states as (
  select * from {{ ref('int_backlog_states_opened') }}
)

select
  period_ends.date_on,
  open_states.source,
  open_states.ticket_id,
  open_states.channel,
  topics.topic,
  coalesce(teams.team, 'unknown') as team,
  coalesce(agents.agent, 'unknown') as agent,
  coalesce(versions.segment, 'unknown') as segment,
  coalesce(open_states.priority, 'unknown') as priority,
  coalesce(tickets.product, 'unknown') as product,
  coalesce(tickets.brand, 'unknown') as brand,
  open_states.assignee_id is null as is_unassigned,
  stale.ticket_id is not null as is_stale,
  ages.from_days,
  1 as tickets
from open_states
inner join period_ends on open_states.first_on <= period_ends.date_on and open_states.end_on > period_ends.date_on
inner join {{ ref('stg_ticketing__tickets') }} as tickets
  on open_states.source = tickets.source and open_states.ticket_id = tickets.ticket_id
inner join {{ ref('int_ticket_topics_mapped') }} as topics
  on tickets.source = topics.source and tickets.ticket_id = topics.ticket_id
inner join {{ ref('int_backlog_ages_spanned') }} as ages
  on
    open_states.source = ages.source
    and open_states.ticket_id = ages.ticket_id
    and period_ends.date_on >= ages.first_on
    and period_ends.date_on < ages.end_on
left join {{ ref('int_backlog_stale_spanned') }} as stale
  on
    open_states.source = stale.source
    and open_states.ticket_id = stale.ticket_id
    and period_ends.date_on >= stale.first_on
    and period_ends.date_on < stale.end_on
left join {{ ref('int_teams_labelled') }} as teams
  on open_states.source = teams.source and open_states.team_id = teams.team_id
left join {{ ref('int_agents_labelled') }} as agents
  on open_states.source = agents.source and open_states.assignee_id = agents.agent_id
left join {{ ref('int_customer_versions_dated') }} as versions
  on
    open_states.customer_key = versions.customer_key
    and period_ends.closes_at > {{ reporting_time('versions.valid_from') }}
    and period_ends.closes_at <= {{ reporting_time('versions.valid_to') }}

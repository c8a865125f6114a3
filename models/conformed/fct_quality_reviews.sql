-- A review knows tickets and agents by the ids of its own source, else by those of the one source that has them.
with reviews as (
  select
    reviews.*,
    coalesce(own_tickets.source, found_tickets.source) as ticket_source,
    coalesce(own_tickets.ticket_id, found_tickets.ticket_id) as found_ticket_id
  from {{ ref('stg_ticketing__quality_reviews') }} as reviews
  left join {{ ref('stg_ticketing__tickets') }} as own_tickets
    on reviews.source = own_tickets.source and reviews.ticket_id = own_tickets.ticket_id
  left join {{ ref('int_ticket_references_resolved') }} as found_tickets
    on reviews.ticket_id = found_tickets.ticket_reference
)

select
  {{ surrogate_key(["'review'", 'reviews.source', 'reviews.review_id']) }} as quality_review_key,
  reviews.source,
  reviews.review_id,
  case
    when reviews.found_ticket_id is not null
      then {{ surrogate_key(["'ticket'", 'reviews.ticket_source', 'reviews.found_ticket_id']) }}
  end as ticket_key,
  coalesce(agents.agent_key, {{ unknown_key() }}) as agent_key,
  coalesce(agents.agent, 'unknown') as agent,
  coalesce(teams.team_key, {{ unknown_key() }}) as team_key,
  coalesce(teams.team, 'unknown') as team,
  coalesce(channels.channel, 'unknown') as channel,
  reviews.reviewed_at,
  {{ reporting_date('reviews.reviewed_at') }} as reviewed_on,
  reviews.points_earned,
  reviews.points_applicable,
  coalesce(reviews.has_critical_error, false) as has_critical_error,
  reviews.points_applicable > 0 and reviews.points_earned between 0 and reviews.points_applicable as is_scored,
  coalesce(exclusions.is_outside_backlog, false) as is_excluded
from reviews
left join {{ ref('int_staff_references_resolved') }} as staff
  on
    staff.kind = 'agent'
    and staff.domain = 'ticketing'
    and reviews.source = staff.source
    and reviews.agent_id = staff.reference
left join {{ ref('int_agents_labelled') }} as agents
  on staff.member_source = agents.source and staff.member_id = agents.agent_id
left join {{ ref('int_agent_teams_spanned') }} as teams
  on
    agents.source = teams.source
    and agents.agent_id = teams.agent_id
    and reviews.reviewed_at >= teams.valid_from
    and reviews.reviewed_at < teams.valid_to
left join {{ ref('int_ticket_channels_mapped') }} as channels
  on reviews.ticket_source = channels.source and reviews.found_ticket_id = channels.ticket_id
left join {{ ref('int_ticket_exclusions_decided') }} as exclusions
  on reviews.ticket_source = exclusions.source and reviews.found_ticket_id = exclusions.ticket_id

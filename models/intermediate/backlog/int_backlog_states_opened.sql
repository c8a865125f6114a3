-- Each state in which a ticket was open work, with the days at whose end it was so.
select
  states.source,
  states.ticket_id,
  states.state_number,
  states.team_id,
  states.assignee_id,
  states.priority,
  channels.channel,
  exclusions.customer_key,
  tickets.created_at,
  states.started_at,
  states.ended_at,
  clock.as_of,
  {{ reporting_date('states.started_at') }} as first_on,
  coalesce({{ reporting_date('states.ended_at') }}, date '9999-12-31') as end_on
from {{ ref('int_ticket_states_spanned') }} as states
inner join {{ ref('stg_ticketing__tickets') }} as tickets
  on states.source = tickets.source and states.ticket_id = tickets.ticket_id
inner join {{ ref('int_ticket_exclusions_decided') }} as exclusions
  on states.source = exclusions.source and states.ticket_id = exclusions.ticket_id
inner join {{ ref('int_ticket_channels_mapped') }} as channels
  on states.source = channels.source and states.ticket_id = channels.ticket_id
cross join {{ ref('stg_clock') }} as clock
where states.is_open and not exclusions.is_outside_backlog

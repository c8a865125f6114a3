with merged as (
  select
    states.source,
    states.ticket_id,
    max(states.state_number) as last_leaving_state
  from {{ ref('int_ticket_states_spanned') }} as states
  inner join {{ ref('int_ticket_merges_followed') }} as ways
    on states.source = ways.source and states.ticket_id = ways.ticket_id
  where ways.is_final and not ways.is_circle_survivor and not states.is_open and states.was_open
  group by states.source, states.ticket_id
),

states as (
  select
    states.*,
    merged.last_leaving_state
  from {{ ref('int_ticket_states_spanned') }} as states
  left join merged on states.source = merged.source and states.ticket_id = merged.ticket_id
  inner join {{ ref('int_ticket_exclusions_decided') }} as exclusions
    on states.source = exclusions.source and states.ticket_id = exclusions.ticket_id
  where not exclusions.is_outside_backlog
),

flows as (
  select source, ticket_id, state_number, started_at, team_id, 'created' as flow, 1 as tickets
  from states
  where state_number = 1
  union all
  select
    source, ticket_id, state_number, started_at, team_id,
    case when previous_status = 'deleted' then 'recovered' else 'reopened' end as flow,
    1 as tickets
  from states
  where state_number > 1 and is_open and not was_open
  union all
  select
    source, ticket_id, state_number, started_at,
    case when state_number = 1 then team_id else previous_team_id end as team_id,
    case
      when status = 'deleted' then 'deleted'
      when state_number = last_leaving_state then 'merged'
      else 'solved'
    end as flow,
    -1 as tickets
  from states
  where not is_open and (was_open or state_number = 1)
  union all
  select
    source, ticket_id, state_number, started_at, previous_team_id as team_id, 'transferred_out' as flow,
    -1 as tickets
  from states
  where is_open and was_open and team_id is distinct from previous_team_id
  union all
  select source, ticket_id, state_number, started_at, team_id, 'transferred_in' as flow, 1 as tickets
  from states
  where is_open and was_open and team_id is distinct from previous_team_id
)

select
  flows.source,
  flows.ticket_id,
  flows.state_number,
  {{ reporting_date('flows.started_at') }} as happened_on,
  coalesce(teams.team, 'unknown') as team,
  channels.channel,
  flows.flow,
  flows.tickets
from flows
inner join {{ ref('int_ticket_channels_mapped') }} as channels
  on flows.source = channels.source and flows.ticket_id = channels.ticket_id
left join {{ ref('int_teams_labelled') }} as teams
  on flows.source = teams.source and flows.team_id = teams.team_id

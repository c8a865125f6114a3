{% set lower_bounds = var("backlog_age_bounds") %}
-- Each stretch of a ticket's open life with one team, cut where the ticket's age at the end of a day (or at as_of,
-- on the last one) passes into the next band. Days are those at whose end the ticket is open.
with clock as (
  select
    as_of,
    {{ reporting_date('as_of') }} as as_of_on
  from {{ ref('stg_clock') }}
),

stretches as (
  select
    states.source,
    states.ticket_id,
    states.team_id,
    channels.channel,
    tickets.created_at,
    clock.as_of,
    {{ reporting_date('states.started_at') }} as first_on,
    coalesce({{ reporting_date('states.ended_at') }}, date '9999-12-31') as end_on
  from {{ ref('int_ticket_states_spanned') }} as states
  inner join {{ ref('stg_ticketing__tickets') }} as tickets
    on states.source = tickets.source and states.ticket_id = tickets.ticket_id
  inner join {{ ref('int_ticket_exclusions_decided') }} as exclusions
    on states.source = exclusions.source and states.ticket_id = exclusions.ticket_id
  inner join {{ ref('int_ticket_channels_mapped') }} as channels
    on tickets.source = channels.source and tickets.ticket_id = channels.ticket_id
  cross join clock
  where states.is_open and not exclusions.is_outside_backlog
),

banded as (
  {%- for lower in lower_bounds %}
  select
    source, ticket_id, team_id, channel, '{{ lower }}' as from_days,
    greatest(first_on, {{ 'first_on' if lower == 0 else band_starts_on(lower) }}) as first_on,
    least(end_on, {{ "date '9999-12-31'" if loop.last else band_starts_on(lower_bounds[loop.index]) }}) as end_on
  from stretches
  {{ 'union all' if not loop.last }}
  {%- endfor %}
)

select
  banded.source,
  banded.ticket_id,
  coalesce(teams.team, 'unknown') as team,
  banded.channel,
  cast(banded.from_days as bigint) as from_days,
  banded.first_on,
  banded.end_on
from banded
left join {{ ref('int_teams_labelled') }} as teams
  on banded.source = teams.source and banded.team_id = teams.team_id
where banded.first_on < banded.end_on

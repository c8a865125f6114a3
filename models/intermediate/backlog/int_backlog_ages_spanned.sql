{% set lower_bounds = var("backlog_age_bounds") %}
-- Each stretch of a ticket's open life with one team, cut where the ticket's age at the end of a day (or at as_of,
-- on the last one) passes into the next band. Days are those at whose end the ticket is open.
with stretches as (
  select
    *,
    assignee_id is null as is_unassigned
  from {{ ref('int_backlog_states_opened') }}
),

banded as (
  {%- for lower in lower_bounds %}
  select
    source, ticket_id, team_id, channel, is_unassigned, '{{ lower }}' as from_days,
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
  banded.is_unassigned,
  cast(banded.from_days as bigint) as from_days,
  banded.first_on,
  banded.end_on
from banded
left join {{ ref('int_teams_labelled') }} as teams
  on banded.source = teams.source and banded.team_id = teams.team_id
where banded.first_on < banded.end_on

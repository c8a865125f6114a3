with referenced as (
  select distinct source, team_id from {{ ref('int_ticket_states_spanned') }} where team_id is not null
  union
  select distinct source, team_id from {{ ref('stg_ticketing__agent_versions') }} where team_id is not null
  union
  select source, team_id from {{ ref('stg_ticketing__teams') }}
  union
  select member_source as source, member_id as team_id from {{ ref('int_staff_references_resolved') }}
  where kind = 'team'
),

named as (
  select
    referenced.source,
    referenced.team_id,
    coalesce(teams.name, referenced.team_id) as name,
    teams.team_id is not null as is_listed,
    teams.schedule_id
  from referenced
  left join {{ ref('stg_ticketing__teams') }} as teams
    on referenced.source = teams.source and referenced.team_id = teams.team_id
)

select
  source,
  team_id,
  {{ surrogate_key(["'team'", 'source', 'team_id']) }} as team_key,
  case
    when count(*) over (partition by name) = 1 then name
    else name || ' (' || source || ':' || team_id || ')'
  end as team,
  is_listed,
  schedule_id
from named

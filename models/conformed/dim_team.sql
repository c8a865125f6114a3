select
  team_key,
  source,
  team_id,
  team,
  schedule_id,
  is_listed
from {{ ref('int_teams_labelled') }}
union all
select
  {{ unknown_key() }} as team_key,
  'unknown' as source,
  'unknown' as team_id,
  'unknown' as team,
  cast(null as string) as schedule_id,
  false as is_listed

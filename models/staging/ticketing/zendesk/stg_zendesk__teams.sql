with groups as (
  {{ records('zendesk', 'group') }}
)

select
  id as team_id,
  coalesce(name, id) as name,
  _updated_at,
  _is_deleted,
  _arrived_at,
  _delivery,
  _record
from groups

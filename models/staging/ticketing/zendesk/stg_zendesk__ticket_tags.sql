with tags as (
  {{ records('zendesk', 'ticket_tag') }}
)

select
  ticket_id,
  tag,
  _updated_at,
  _is_deleted,
  _arrived_at,
  _delivery,
  _record
from tags

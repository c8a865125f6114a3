-- Anyone may ask, agents included. The external id is the person's id in the CRM.
with users as (
  {{ records('zendesk', 'user') }}
)

select
  id as requester_id,
  external_id as contact_id,
  organization_id,
  name,
  email,
  locale as language,
  created_at,
  _updated_at,
  _is_deleted,
  _arrived_at,
  _delivery,
  _record
from users

with contacts as (
  {{ records('salesforce', 'contact') }}
)

select
  id as contact_id,
  account_id,
  name as full_name,
  email,
  phone,
  title as role,
  created_date as created_at,
  _updated_at,
  _is_deleted or coalesce(_fivetran_deleted, false) as _is_deleted,
  _arrived_at,
  _delivery,
  _record
from contacts

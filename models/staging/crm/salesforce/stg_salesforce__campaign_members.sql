with members as (
  {{ records('salesforce', 'campaign_member') }}
),

contacts as (
  {{ records('salesforce', 'contact') }}
),

armed as (
  select
    *,
    case when lower(status) like '%control%' then 'control' else 'treatment' end as arm
  from members
)

select
  armed.campaign_id,
  armed.id as member_id,
  armed.contact_id,
  contacts.account_id,
  armed.arm,
  case
    when armed.arm = 'treatment' and lower(coalesce(armed.status, '')) <> 'planned' then armed.created_date
  end as sent_at,
  case when armed.has_responded then armed.first_responded_date end as converted_at,
  armed._updated_at,
  armed._is_deleted or coalesce(armed._fivetran_deleted, false) as _is_deleted,
  armed._arrived_at,
  armed._delivery,
  armed._record
from armed
left join contacts on armed.contact_id = contacts.id

-- A person of the CRM has no other key than this one; it never leaves the intermediate room.
with contact_references as (
  {{ references_to(ref('stg_crm__contacts'), 'contact_id') }}
)

select
  contact_references.reference as contact_reference,
  contacts.source,
  contacts.contact_id,
  contacts.created_at,
  contacts.language,
  {{ surrogate_key(["'person of the crm'", 'contacts.source', 'contacts.contact_id']) }} as person_key,
  account_links.customer_key
from contact_references
inner join {{ ref('stg_crm__contacts') }} as contacts
  on contact_references.source = contacts.source and contact_references.contact_id = contacts.contact_id
left join {{ ref('int_account_references_resolved') }} as account_links
  on contacts.account_id = account_links.account_reference

with requesters as (
  select
    *,
    lower(split_part(email, '@', 2)) as email_domain
  from {{ ref('stg_ticketing__requesters') }}
),

contact_references as (
  {{ references_to(ref('stg_crm__contacts'), 'contact_id') }}
),

contacts as (
  select
    contact_references.reference,
    contacts.account_id
  from contact_references
  inner join {{ ref('stg_crm__contacts') }} as contacts
    on contact_references.source = contacts.source and contact_references.contact_id = contacts.contact_id
)

select
  requesters.source,
  requesters.requester_id,
  requesters.organization_id,
  contact_links.customer_key as contact_customer_key,
  domains.customer_key as domain_customer_key,
  {{ surrogate_key(["'requester'", 'requesters.source', 'requesters.requester_id']) }} as own_customer_key
from requesters
left join contacts on requesters.contact_id = contacts.reference
left join {{ ref('int_account_references_resolved') }} as contact_links
  on contacts.account_id = contact_links.account_reference
left join {{ ref('int_email_domains_owned') }} as domains on requesters.email_domain = domains.email_domain

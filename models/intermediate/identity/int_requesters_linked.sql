with requesters as (
  select
    *,
    lower(split_part(email, '@', 2)) as email_domain
  from {{ ref('stg_ticketing__requesters') }}
)

select
  requesters.source,
  requesters.requester_id,
  requesters.organization_id,
  contacts.customer_key as contact_customer_key,
  domains.customer_key as domain_customer_key,
  {{ surrogate_key(["'requester'", 'requesters.source', 'requesters.requester_id']) }} as own_customer_key,
  contacts.person_key
from requesters
left join {{ ref('int_contact_references_resolved') }} as contacts
  on requesters.contact_id = contacts.contact_reference
left join {{ ref('int_email_domains_owned') }} as domains on requesters.email_domain = domains.email_domain

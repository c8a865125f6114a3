with tickets as (
  select
    tickets.source,
    tickets.ticket_id,
    tickets.account_id,
    tickets.requester_id,
    coalesce(tickets.organization_id, requesters.organization_id) as organization_id,
    requesters.contact_customer_key,
    requesters.domain_customer_key
  from {{ ref('stg_ticketing__tickets') }} as tickets
  left join {{ ref('int_requesters_linked') }} as requesters
    on tickets.source = requesters.source and tickets.requester_id = requesters.requester_id
),

candidates as (
  select
    tickets.*,
    own_links.customer_key as own_customer_key,
    organizations.link_rule as organization_rule,
    case
      when organizations.link_rule in ('crm_link', 'own_link') then organizations.customer_key
    end as explicit_customer_key,
    case when organizations.link_rule = 'email_domain' then organizations.customer_key end as organization_domain_key,
    {{ surrogate_key(["'organization'", 'tickets.source', 'tickets.organization_id']) }} as organization_key,
    {{ surrogate_key(["'requester'", 'tickets.source', 'tickets.requester_id']) }} as requester_key
  from tickets
  left join {{ ref('int_account_references_resolved') }} as own_links
    on tickets.account_id = own_links.account_reference
  left join {{ ref('int_parties_linked') }} as organizations
    on
      organizations.kind = 'organization'
      and tickets.source = organizations.source
      and tickets.organization_id = organizations.party_id
)

select
  source,
  ticket_id,
  case
    when own_customer_key is not null then own_customer_key
    when explicit_customer_key is not null then explicit_customer_key
    when contact_customer_key is not null then contact_customer_key
    when organization_domain_key is not null then organization_domain_key
    when domain_customer_key is not null then domain_customer_key
    when organization_id is not null then organization_key
    when requester_id is not null then requester_key
    else {{ unknown_key() }}
  end as customer_key,
  case
    when own_customer_key is not null then 'own_account'
    when explicit_customer_key is not null then organization_rule
    when contact_customer_key is not null then 'contact'
    when coalesce(organization_domain_key, domain_customer_key) is not null then 'email_domain'
    when organization_id is not null then 'organization_itself'
    when requester_id is not null then 'requester_itself'
    else 'unknown'
  end as link_rule,
  coalesce(own_customer_key != explicit_customer_key, false)
  or coalesce(coalesce(own_customer_key, explicit_customer_key) != contact_customer_key, false) as has_conflict,
  account_id is not null and own_customer_key is null as has_unresolved_reference
from candidates

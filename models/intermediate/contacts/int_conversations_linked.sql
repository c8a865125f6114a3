with conversations as (
  select * from {{ ref('int_conversations_gathered') }}
),

-- A caller without any other link is a customer of their own, named by their first call: never by a number.
callers as (
  select
    source,
    caller_id,
    record_id as first_call_id
  from conversations
  where caller_id is not null
  qualify row_number() over (
    partition by source, caller_id order by started_at nulls last, record_id nulls last
  ) = 1
),

candidates as (
  select
    conversations.contact_kind,
    conversations.source,
    conversations.record_id,
    conversations.account_id,
    conversations.contact_id,
    conversations.caller_id,
    callers.first_call_id,
    own_links.customer_key as own_customer_key,
    contacts.contact_id as found_contact_id,
    contacts.source as contact_source,
    contacts.customer_key as contact_customer_key,
    contacts.person_key,
    tickets.source as ticket_source,
    tickets.ticket_id,
    case when linked_tickets.link_rule != 'unknown' then linked_tickets.customer_key end as ticket_customer_key
  from conversations
  left join callers on conversations.source = callers.source and conversations.caller_id = callers.caller_id
  left join {{ ref('int_account_references_resolved') }} as own_links
    on conversations.account_id = own_links.account_reference
  left join {{ ref('int_contact_references_resolved') }} as contacts
    on conversations.contact_id = contacts.contact_reference
  left join {{ ref('int_ticket_references_resolved') }} as tickets
    on conversations.ticket_id = tickets.ticket_reference
  left join {{ ref('int_tickets_linked') }} as linked_tickets
    on tickets.source = linked_tickets.source and tickets.ticket_id = linked_tickets.ticket_id
)

select
  contact_kind,
  source,
  record_id,
  ticket_source,
  ticket_id,
  person_key,
  case
    when own_customer_key is not null then own_customer_key
    when contact_customer_key is not null then contact_customer_key
    when ticket_customer_key is not null then ticket_customer_key
    when found_contact_id is not null
      then {{ surrogate_key(["'contact'", 'contact_source', 'found_contact_id']) }}
    when first_call_id is not null then {{ surrogate_key(["'caller'", 'source', 'first_call_id']) }}
    else {{ unknown_key() }}
  end as customer_key,
  case
    when own_customer_key is not null then 'own_account'
    when contact_customer_key is not null then 'contact'
    when ticket_customer_key is not null then 'ticket'
    when found_contact_id is not null then 'contact_itself'
    when first_call_id is not null then 'caller_itself'
    else 'unknown'
  end as link_rule,
  case
    when found_contact_id is not null then contact_source
    when first_call_id is not null then source
  end as member_source,
  coalesce(found_contact_id, first_call_id) as member_id,
  coalesce(own_customer_key != contact_customer_key, false)
  or coalesce(coalesce(own_customer_key, contact_customer_key) != ticket_customer_key, false) as has_conflict,
  (account_id is not null and own_customer_key is null)
  or (contact_id is not null and found_contact_id is null) as has_unresolved_reference
from candidates

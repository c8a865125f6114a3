with contacts as (
  select
    *,
    coalesce(topic, 'unknown') as known_topic
  from {{ ref('int_contacts_gathered') }}
)

select
  contacts.contact_key,
  contacts.source,
  contacts.contact_kind,
  contacts.record_id,
  case
    when contacts.ticket_id is not null
      then {{ surrogate_key(["'ticket'", 'contacts.ticket_source', 'contacts.ticket_id']) }}
  end as ticket_key,
  contacts.customer_key,
  contacts.link_rule as customer_link_rule,
  {{ surrogate_key(["'channel'", 'contacts.channel']) }} as channel_key,
  contacts.channel,
  {{ surrogate_key(["'topic'", 'contacts.known_topic']) }} as topic_key,
  contacts.known_topic as topic,
  staff.team_key,
  staff.team,
  staff.agent_key,
  staff.agent,
  contacts.outcome,
  cast(contacts.leg_count as bigint) as leg_count,
  contacts.started_at,
  {{ reporting_date('contacts.started_at') }} as started_on,
  contacts.resolved_at,
  {{ reporting_date('contacts.resolved_at') }} as resolved_on,
  handling.is_handled,
  contacts.is_tied_to_ticket,
  contacts.person_key is not null as has_known_person,
  contacts.person_key is not null or contacts.customer_key != {{ unknown_key() }} as has_known_party,
  contacts.known_topic != 'unknown' as has_known_topic,
  recontacts.next_contact_at,
  not recontacts.is_mature as is_immature,
  recontacts.first_contact_resolved,
  contacts.exclusion_reason is not null as is_excluded,
  contacts.exclusion_reason
from contacts
inner join {{ ref('int_contacts_staffed') }} as staff
  on
    contacts.contact_kind = staff.contact_kind
    and contacts.source = staff.source
    and contacts.record_id = staff.record_id
inner join {{ ref('int_contact_handling_judged') }} as handling on contacts.contact_key = handling.contact_key
left join {{ ref('int_contact_recontacts_found') }} as recontacts on contacts.contact_key = recontacts.contact_key

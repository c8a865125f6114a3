-- One that came while a ticket that took it over was open is that request once more. Any other was a contact of its own
-- when it came: those were solved already, or not there yet. What it does not name is that of the last survivor.
with contacts as (
  select * from {{ ref('int_contacts_gathered') }}
  where contact_kind = 'ticket'
),

ways as (
  select * from {{ ref('int_ticket_merges_followed') }}
),

merged as (
  select
    contacts.contact_key,
    contacts.started_at,
    contacts.source,
    contacts.record_id,
    coalesce(contacts.person_key, survivors.person_key) as person_key,
    coalesce(nullif(contacts.customer_key, {{ unknown_key() }}), survivors.customer_key) as customer_key,
    coalesce(contacts.topic, survivors.topic) as topic
  from contacts
  inner join ways
    on contacts.source = ways.source and contacts.record_id = ways.ticket_id and ways.is_final
  inner join contacts as survivors
    on ways.source = survivors.source and ways.survivor_id = survivors.record_id
  where contacts.exclusion_reason = 'merged_away' and survivors.exclusion_reason is null
),

duplicates as (
  select distinct merged.contact_key
  from merged
  inner join ways on merged.source = ways.source and merged.record_id = ways.ticket_id
  inner join {{ ref('int_ticket_states_spanned') }} as states
    on
      ways.source = states.source
      and ways.survivor_id = states.ticket_id
      and merged.record_id != ways.survivor_id
      and states.is_open
      and merged.started_at >= states.started_at
      and merged.started_at < coalesce(states.ended_at, timestamp '9999-12-31 00:00:00')
)

select
  merged.contact_key,
  merged.person_key,
  merged.customer_key,
  merged.topic,
  merged.started_at,
  duplicates.contact_key is not null as is_duplicate
from merged
left join duplicates on merged.contact_key = duplicates.contact_key

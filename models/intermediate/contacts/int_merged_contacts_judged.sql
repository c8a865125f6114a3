-- One that came while its survivor was open is that request once more. Any other was a contact of its own when it came:
-- the survivor was solved already, or not there yet. Whom and what it does not name is that of its survivor.
with contacts as (
  select * from {{ ref('int_contacts_gathered') }}
  where contact_kind = 'ticket'
),

merged as (
  select
    contacts.contact_key,
    contacts.started_at,
    tickets.source,
    tickets.merged_into_ticket_id as survivor_id,
    coalesce(contacts.person_key, survivors.person_key) as person_key,
    coalesce(nullif(contacts.customer_key, {{ unknown_key() }}), survivors.customer_key) as customer_key,
    coalesce(contacts.topic, survivors.topic) as topic
  from contacts
  inner join {{ ref('stg_ticketing__tickets') }} as tickets
    on contacts.source = tickets.source and contacts.record_id = tickets.ticket_id
  inner join contacts as survivors
    on tickets.source = survivors.source and tickets.merged_into_ticket_id = survivors.record_id
  where
    contacts.exclusion_reason = 'merged_away'
    and (survivors.exclusion_reason is null or survivors.exclusion_reason = 'merged_away')
),

duplicates as (
  select distinct merged.contact_key
  from merged
  inner join {{ ref('int_ticket_states_spanned') }} as states
    on
      merged.source = states.source
      and merged.survivor_id = states.ticket_id
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

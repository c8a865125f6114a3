-- Every word that a ticket ever had as its topic, also one in between, and those of calls and chats. Where a ticket's
-- history is known, what was delivered of it after as_of is none of them.
with changes as (
  select source, ticket_id, value as word
  from {{ ref('stg_ticketing__ticket_changes') }}
  where field = 'topic'
),

changed_tickets as (
  select distinct source, ticket_id from changes
),

words as (
  select source, word from changes where word is not null
  union
  select tickets.source, tickets.topic as word
  from {{ ref('stg_ticketing__tickets') }} as tickets
  cross join {{ ref('stg_clock') }} as clock
  left join changed_tickets
    on tickets.source = changed_tickets.source and tickets.ticket_id = changed_tickets.ticket_id
  where tickets.topic is not null and (changed_tickets.ticket_id is null or tickets.updated_at <= clock.as_of)
  union
  select source, topic as word from {{ ref('int_conversations_gathered') }} where topic is not null
),

mapping as (
  select * from {{ ref('stg_reference__topic_words') }}
)

select
  words.source,
  words.word,
  coalesce(own.topic, shared.topic, words.word) as topic,
  coalesce(own.topic, shared.topic) is not null as is_mapped
from words
left join mapping as own on words.source = own.source and lower(trim(words.word)) = own.word
left join mapping as shared on shared.source = '*' and lower(trim(words.word)) = shared.word

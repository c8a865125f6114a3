-- The channel of a ticket is that of its creation: the first row of its history, where there is one.
with first_changes as (
  select
    source,
    ticket_id,
    value as word
  from {{ ref('stg_ticketing__ticket_changes') }}
  where field = 'channel' and value is not null
  qualify row_number() over (
    partition by source, ticket_id order by changed_at nulls last, sequence nulls first, value nulls last
  ) = 1
),

words as (
  select
    tickets.source,
    tickets.ticket_id,
    coalesce(first_changes.word, tickets.channel) as word
  from {{ ref('stg_ticketing__tickets') }} as tickets
  left join first_changes on tickets.source = first_changes.source and tickets.ticket_id = first_changes.ticket_id
),

mapping as (
  select * from {{ ref('stg_reference__channel_words') }}
)

select
  words.source,
  words.ticket_id,
  words.word,
  coalesce(own.channel, shared.channel, words.word) as channel,
  coalesce(own.channel, shared.channel) is not null as is_mapped
from words
left join mapping as own on words.source = own.source and lower(trim(words.word)) = own.word
left join mapping as shared on shared.source = '*' and lower(trim(words.word)) = shared.word

with words as (
  select distinct
    source,
    channel as word
  from {{ ref('stg_ticketing__tickets') }}
),

mapping as (
  select
    source,
    lower(trim(word)) as word,
    channel
  from {{ ref('stg_reference__channel_words') }}
)

select
  words.source,
  words.word,
  coalesce(own.channel, shared.channel, words.word) as channel,
  coalesce(own.channel, shared.channel) is not null as is_mapped
from words
left join mapping as own on words.source = own.source and lower(trim(words.word)) = own.word
left join mapping as shared on shared.source = '*' and lower(trim(words.word)) = shared.word

with words as (
  select distinct source, topic as word from {{ ref('int_conversations_gathered') }} where topic is not null
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

with members as (
  select topic, is_mapped from {{ ref('int_topics_mapped') }}
  union
  select topic, true as is_mapped from {{ ref('stg_reference__topic_words') }}
  union
  select topic, true as is_mapped from {{ ref('stg_reference__verbatim_terms') }} where topic != 'none'
  union
  select 'unknown' as topic, false as is_mapped
)

select
  {{ surrogate_key(["'topic'", 'topic']) }} as topic_key,
  topic,
  max(case when is_mapped then 1 else 0 end) = 1 as is_mapped
from members
group by topic

-- The topic of a ticket is its own where that was so at as_of and is not older than the last change of it; else that
-- of the last change by as_of. At creation it is the first that a change names, also where none was given at first.
with changes as (
  select
    source,
    ticket_id,
    value,
    changed_at,
    value is not null and count(value) over (
      partition by source, ticket_id
      order by changed_at nulls last, sequence nulls first, value nulls first
      rows between unbounded preceding and current row
    ) = 1 as is_first_named,
    lead(changed_at) over of_ticket is null as is_last
  from {{ ref('stg_ticketing__ticket_changes') }}
  where field = 'topic'
  window of_ticket as (
    partition by source, ticket_id
    order by changed_at nulls last, sequence nulls first, value nulls first
  )
),

words as (
  select
    tickets.source,
    tickets.ticket_id,
    case
      when last_changes.ticket_id is null then tickets.topic
      when tickets.topic is not null and tickets.updated_at between last_changes.changed_at and clock.as_of
        then tickets.topic
      else last_changes.value
    end as word,
    coalesce(first_changes.value, tickets.topic) as word_at_creation
  from {{ ref('stg_ticketing__tickets') }} as tickets
  cross join {{ ref('stg_clock') }} as clock
  left join changes as last_changes
    on
      tickets.source = last_changes.source
      and tickets.ticket_id = last_changes.ticket_id
      and last_changes.is_last
  left join changes as first_changes
    on
      tickets.source = first_changes.source
      and tickets.ticket_id = first_changes.ticket_id
      and first_changes.is_first_named
),

mapped as (
  select * from {{ ref('int_topics_mapped') }}
)

select
  words.source,
  words.ticket_id,
  words.word,
  coalesce(mapped.topic, 'unknown') as topic,
  coalesce(mapped.is_mapped, false) as is_mapped,
  words.word_at_creation,
  coalesce(at_creation.topic, 'unknown') as topic_at_creation,
  coalesce(at_creation.is_mapped, false) as is_mapped_at_creation
from words
left join mapped on words.source = mapped.source and words.word = mapped.word
left join mapped as at_creation
  on words.source = at_creation.source and words.word_at_creation = at_creation.word

-- The first topic that the history of a ticket names, else the ticket's own.
with first_changes as (
  select
    source,
    ticket_id,
    value as word
  from {{ ref('stg_ticketing__ticket_changes') }}
  where field = 'topic' and value is not null
  qualify row_number() over (
    partition by source, ticket_id order by changed_at nulls last, sequence nulls first, value nulls last
  ) = 1
)

select
  tickets.source,
  tickets.ticket_id,
  coalesce(first_changes.word, tickets.topic) as word
from {{ ref('stg_ticketing__tickets') }} as tickets
left join first_changes on tickets.source = first_changes.source and tickets.ticket_id = first_changes.ticket_id

-- The request behind a ticket: itself, or whom it was merged into, where that one was delivered.
select
  tickets.source,
  tickets.ticket_id,
  coalesce(survivors.ticket_id, tickets.ticket_id) as survivor_id,
  case
    when tickets.is_outside_backlog then tickets.exclusion_reason
    when survivors.is_outside_backlog then survivors.exclusion_reason
  end as exclusion_reason,
  tickets.customer_key
from {{ ref('int_ticket_exclusions_decided') }} as tickets
left join {{ ref('int_ticket_merges_followed') }} as followed
  on tickets.source = followed.source and tickets.ticket_id = followed.ticket_id and followed.is_final
left join {{ ref('int_ticket_exclusions_decided') }} as survivors
  on followed.source = survivors.source and followed.survivor_id = survivors.ticket_id

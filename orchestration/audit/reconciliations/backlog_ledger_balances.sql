-- description: >
--   For each day, team and channel: opening + created + reopened + recovered + transferred in - transferred out
--   - solved - deleted - merged = closing, exactly.
-- remedy: A ticket enters or leaves the backlog without a movement; take one such day and follow its tickets' events.
-- min_rows_from: conformed.fct_tickets where not is_excluded
select
  'marts.ticket_backlog' as part,
  count(*) as evaluated_rows,
  count(*) filter (
    where (
      opening + created + reopened + recovered + transferred_in - transferred_out - solved - deleted - merged = closing
    ) is not true
  ) as failed_rows
from marts.ticket_backlog

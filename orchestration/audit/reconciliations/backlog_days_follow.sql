-- description: The backlog of a team and channel opens a day with what the day before closed with.
-- remedy: >
--   Tickets vanish or appear overnight. Look for a missing day or for a team or channel that changes without a
--   transfer in marts.ticket_backlog.
-- min_rows_from: conformed.fct_tickets where not is_excluded
with span as (
  select max(date_on) as last_day from marts.ticket_backlog
),

closings as (
  select cast(date_on + interval 1 day as date) as date_on, team, channel, closing
  from marts.ticket_backlog
  where date_on < (select last_day from span)
),

openings as (
  select cast(date_on as date) as date_on, team, channel, opening from marts.ticket_backlog
)

select
  'marts.ticket_backlog' as part,
  count(*) as evaluated_rows,
  count(*) filter (where coalesce(closings.closing, 0) <> coalesce(openings.opening, 0)) as failed_rows
from openings
full join closings
  on closings.date_on = openings.date_on
  and closings.team is not distinct from openings.team
  and closings.channel is not distinct from openings.channel

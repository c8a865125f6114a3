-- description: ticket_volume counts every ticket that is not excluded once, channel by channel.
-- remedy: >
--   A join in marts.ticket_volume drops or multiplies tickets; compare both sides by channel, then by topic and
--   segment.
-- min_rows_from: conformed.fct_tickets where not is_excluded
with mart as (
  select channel, sum(tickets) as tickets from marts.ticket_volume group by channel
),

facts as (
  select channel, count(*) as tickets from conformed.fct_tickets where not is_excluded group by channel
)

select
  'marts.ticket_volume' as part,
  coalesce(sum(greatest(coalesce(mart.tickets, 0), coalesce(facts.tickets, 0))), 0) as evaluated_rows,
  coalesce(sum(abs(coalesce(mart.tickets, 0) - coalesce(facts.tickets, 0))), 0) as failed_rows
from facts
full join mart on mart.channel is not distinct from facts.channel

-- description: Every staged message is in fct_ticket_messages once, by source.
-- remedy: >
--   A join or filter between staging and conformed.fct_ticket_messages drops or multiplies messages; compare
--   the counts of each source, then anti-join on message_id.
-- min_rows_from: staging.stg_ticketing__ticket_messages
with staged as (
  select source, count(*) as messages from staging.stg_ticketing__ticket_messages group by source
),

facts as (
  select source, count(*) as messages from conformed.fct_ticket_messages group by source
)

select
  'fct_ticket_messages' as part,
  coalesce(sum(greatest(coalesce(staged.messages, 0), coalesce(facts.messages, 0))), 0) as evaluated_rows,
  coalesce(sum(abs(coalesce(staged.messages, 0) - coalesce(facts.messages, 0))), 0) as failed_rows
from staged
full join facts on facts.source = staged.source

-- description: >
--   Status, team, assignee and priority of a ticket in the release are those that its source delivered, where these
--   are of as_of.
-- remedy: >
--   The source's history of a field and its tickets disagree (a warning, since sources do that). The history was
--   followed: it goes on after the ticket's updated_at, or the ticket has none, so that nobody can say which of them
--   is later. Deliver tickets and changes of one time, and tickets with updated_at.
-- severity: warn
-- min_rows_from: >
--   staging.stg_ticketing__tickets cross join staging.stg_clock where coalesce(updated_at, as_of) <= as_of
--   and not has_later_solve and not has_later_close and not is_deleted and merged_into_ticket_id is null
with last_spans as (
  select ticket_key, status
  from conformed.fct_ticket_status_spans
  qualify row_number() over (partition by ticket_key order by span_number desc) = 1
),

-- A later update or event makes the delivered status one of the future. Deletions and merges end tickets by themselves.
delivered as (
  select tickets.source, tickets.ticket_id, tickets.status, tickets.team_id, tickets.assignee_id, tickets.priority
  from staging.stg_ticketing__tickets as tickets
  cross join staging.stg_clock as clock
  where
    coalesce(tickets.updated_at, clock.as_of) <= clock.as_of
    and not tickets.has_later_solve
    and not tickets.has_later_close
    and not tickets.is_deleted
    and tickets.merged_into_ticket_id is null
),

-- What a ticket does not say may be none, or nothing that was delivered.
fields as (
  select
    delivered.team_id,
    delivered.assignee_id,
    delivered.priority,
    tickets.team_id is distinct from delivered.team_id as is_other_team,
    tickets.assignee_id is distinct from delivered.assignee_id as is_other_assignee,
    tickets.priority is distinct from delivered.priority as is_other_priority
  from conformed.fct_tickets as tickets
  inner join delivered on tickets.source = delivered.source and tickets.ticket_id = delivered.ticket_id
)

select
  'stg_ticketing__tickets.status' as part,
  count(*) as evaluated_rows,
  count(*) filter (
    where last_spans.status is distinct from delivered.status or tickets.status is distinct from delivered.status
  ) as failed_rows
from last_spans
inner join conformed.fct_tickets as tickets on last_spans.ticket_key = tickets.ticket_key
inner join delivered on tickets.source = delivered.source and tickets.ticket_id = delivered.ticket_id
union all
select
  'stg_ticketing__tickets.team_id' as part,
  count(team_id) as evaluated_rows,
  count(team_id) filter (where is_other_team) as failed_rows
from fields
union all
select
  'stg_ticketing__tickets.assignee_id' as part,
  count(assignee_id) as evaluated_rows,
  count(assignee_id) filter (where is_other_assignee) as failed_rows
from fields
union all
select
  'stg_ticketing__tickets.priority' as part,
  count(priority) as evaluated_rows,
  count(priority) filter (where is_other_priority) as failed_rows
from fields

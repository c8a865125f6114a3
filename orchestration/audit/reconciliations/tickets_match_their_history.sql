-- description: >
--   A ticket's counts of solves and reopenings are those of its status spans, its instants those of its milestones,
--   and its minutes of resolution those between its instants.
-- remedy: >
--   conformed.fct_tickets no longer says what it was built from: compare the column that is named with
--   conformed.fct_ticket_status_spans or conformed.fct_ticket_milestones, and look for what changed the table.
-- min_rows_from: conformed.fct_tickets
with followed as (
  select
    ticket_key,
    status,
    -- A ticket that was deleted and recovered stands as it stood before.
    last_value(case when status <> 'deleted' then status end ignore nulls) over (
      partition by ticket_key order by span_number rows between unbounded preceding and 1 preceding
    ) as standing_status
  from conformed.fct_ticket_status_spans
),

histories as (
  select
    ticket_key,
    count(*) filter (where status = 'solved' and standing_status is distinct from 'solved') as solve_count,
    count(*) filter (
      where standing_status in ('solved', 'closed') and status not in ('solved', 'closed', 'deleted')
    ) as reopen_count
  from followed
  group by ticket_key
),

-- Of a source that delivers no history of statuses no ticket has a count of reopenings; of any other, each has.
counted as (
  select distinct source from conformed.fct_tickets where reopen_count is not null
),

told as (
  select ticket_key, 'created' as milestone, created_at as happened_at from conformed.fct_tickets
  union all
  select ticket_key, 'first_resolved' as milestone, first_resolved_at as happened_at from conformed.fct_tickets
  union all
  select ticket_key, 'resolved' as milestone, resolved_at as happened_at from conformed.fct_tickets
  union all
  select ticket_key, 'closed' as milestone, closed_at as happened_at from conformed.fct_tickets
),

instants as (
  select told.happened_at, milestones.happened_at as milestone_at
  from told
  left join conformed.fct_ticket_milestones as milestones
    on told.ticket_key = milestones.ticket_key and told.milestone = milestones.milestone
),

minutes as (
  select
    first_resolution_calendar_minutes as minutes,
    epoch_us(first_resolved_at) - epoch_us(created_at) as microseconds
  from conformed.fct_tickets
  union all
  select
    full_resolution_calendar_minutes as minutes,
    epoch_us(resolved_at) - epoch_us(created_at) as microseconds
  from conformed.fct_tickets
)

select
  'solves' as part,
  count(*) as evaluated_rows,
  count(*) filter (where tickets.solve_count is distinct from histories.solve_count) as failed_rows
from conformed.fct_tickets as tickets
inner join histories on tickets.ticket_key = histories.ticket_key
union all
select
  'reopenings' as part,
  count(*) as evaluated_rows,
  count(*) filter (
    where counted.source is not null and tickets.reopen_count is distinct from histories.reopen_count
  ) as failed_rows
from conformed.fct_tickets as tickets
inner join histories on tickets.ticket_key = histories.ticket_key
left join counted on tickets.source = counted.source
union all
select
  'milestones' as part,
  count(*) as evaluated_rows,
  count(*) filter (where happened_at is distinct from milestone_at) as failed_rows
from instants
union all
-- Whole seconds become minutes, so the two differ by less than a second and the rounding of the fourth decimal.
select
  'minutes of resolution' as part,
  count(*) as evaluated_rows,
  count(*) filter (
    where (minutes is null) <> (microseconds is null or microseconds < 0)
    or abs(minutes * 60 - microseconds / 1000000) > 1.01
  ) as failed_rows
from minutes

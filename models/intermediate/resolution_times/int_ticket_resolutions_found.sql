-- What is deleted and recovered stands as it stood before: a recovery as solved solves nothing, one as closed closes
-- nothing, and one as open reopens what was solved.
with followed as (
  select
    *,
    max(case when status = 'solved' then 1 else 0 end) over (
      partition by source, ticket_id order by state_number rows between unbounded preceding and current row
    ) = 1 as is_after_solve
  from {{ ref('int_ticket_states_spanned') }}
),

states as (
  select
    *,
    status = 'solved' and coalesce(standing_status, '') != 'solved' as is_solve,
    -- A closed ticket that changes team or priority is not closed again.
    status = 'closed' and coalesce(standing_status, '') != 'closed' as is_closing,
    is_open and coalesce(standing_status in ('solved', 'closed'), false) as is_reopening
  from followed
),

by_ticket as (
  select
    source,
    ticket_id,
    max(case when is_last then status end) as status,
    max(case when is_last then team_id end) as team_id,
    max(case when is_last then assignee_id end) as assignee_id,
    max(case when is_last then priority end) as priority,
    min(case when is_solve and is_dated then started_at end) as first_solved_at,
    max(case when is_solve and is_dated then started_at end) as last_solved_at,
    max(case when is_solve and not is_dated then state_number end) as undated_state,
    min(case when is_solve then state_number end) as first_solved_state,
    max(case when is_solve then state_number end) as last_solved_state,
    max(case when is_closing then state_number end) as closed_state,
    max(case when is_open then state_number end) as last_active_state,
    max(case when is_open then started_at end) as last_active_at,
    max(
      case
        when status is distinct from previous_status and is_dated and (is_open or (was_open and is_of_history))
          then started_at
      end
    ) as active_until,
    count(case when is_solve then 1 end) as solves,
    count(case when is_reopening then 1 end) as reopen_count,
    max(case when is_reopening and is_after_solve then 1 else 0 end) = 1 as was_reopened,
    max(case when is_closing and is_dated then started_at end) as last_closed_at,
    max(case when is_closing and is_dated then state_number end) as dated_closing_state
  from states
  group by source, ticket_id
),

-- Of a source that delivers no history of statuses nobody knows how often a ticket came back.
histories as (
  select distinct source
  from {{ ref('stg_ticketing__ticket_changes') }}
  where field = 'status'
),

-- A solve is dated by the ticket, else by its history, and so is a closing. The instant of a ticket that was reopened
-- may be left from before: it counts only where the ticket was not active after it. Nobody says when a ticket was
-- resolved whose last solve has no instant, or that was closed without a solved_at by a source that states it for every
-- resolved ticket.
judged as (
  select
    by_ticket.*,
    tickets.solved_at,
    tickets.closed_at,
    histories.source is not null or coalesce(tickets.is_history_complete, false) as is_recorded,
    by_ticket.status in ('solved', 'closed') as is_resolved,
    coalesce(by_ticket.undated_state = by_ticket.last_solved_state, false) as is_undated,
    -- A solve that a reopening undid resolves nothing, even where the ticket was closed afterwards.
    coalesce(by_ticket.last_solved_state > coalesce(by_ticket.last_active_state, 0), false) as is_solve_standing,
    tickets.solved_at is null
    and coalesce(tickets.is_resolution_stated, false)
    and not tickets.has_later_solve
    and (tickets.closed_at is not null or tickets.has_later_close) as is_unstated
  from {{ ref('stg_ticketing__tickets') }} as tickets
  inner join by_ticket on tickets.source = by_ticket.source and tickets.ticket_id = by_ticket.ticket_id
  left join histories on tickets.source = histories.source
),

resolved as (
  select
    *,
    case
      when not is_resolved or is_undated or is_unstated then null
      when solved_at >= last_active_at or (solved_at is not null and reopen_count = 0) then solved_at
      when is_solve_standing then last_solved_at
    end as resolved_at
  from judged
)

select
  source,
  ticket_id,
  status,
  team_id,
  assignee_id,
  priority,
  first_solved_at,
  case
    when is_unstated then null
    when resolved_at is not null and (solves = 0 or (solves = 1 and is_solve_standing)) then resolved_at
    else first_solved_at
  end as first_resolved_at,
  resolved_at,
  case
    when status != 'closed' then null
    when closed_at >= last_active_at or (closed_at is not null and reopen_count = 0) then closed_at
    when dated_closing_state = closed_state then last_closed_at
  end as closed_at,
  active_until,
  coalesce(first_solved_state, closed_state) as first_solved_state,
  coalesce(case when is_solve_standing then last_solved_state end, closed_state) as resolved_state,
  coalesce(closed_state, last_solved_state) as closed_state,
  solves as solve_count,
  case when is_recorded then reopen_count end as reopen_count,
  case when is_recorded or was_reopened then was_reopened end as was_reopened
from resolved

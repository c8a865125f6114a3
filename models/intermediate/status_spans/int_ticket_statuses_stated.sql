-- A ticket without a history says that it was open at creation, then its own instants, then its state. One with a
-- history says what is later than the history's last change. A merge closes the ticket that was merged away, whether
-- its source says so or not.
with last_changes as (
  select
    source,
    ticket_id,
    changed_at,
    value
  from {{ ref('stg_ticketing__ticket_changes') }}
  where field = 'status'
  qualify row_number() over (
    partition by source, ticket_id
    order by changed_at desc nulls last, sequence desc nulls last, value desc nulls last
  ) = 1
),

merged as (
  select source, ticket_id
  from {{ ref('int_ticket_merges_followed') }}
  where is_final and not is_circle_survivor
),

tickets as (
  select
    tickets.*,
    clock.as_of,
    tickets.status in ('solved', 'closed', 'deleted') as is_over,
    last_changes.ticket_id is not null as has_history,
    last_changes.changed_at as last_changed_at,
    last_changes.value as last_value,
    merged.ticket_id is not null as is_merged_away,
    -- A history that ended as the ticket did has told its instants too, if not to the second.
    last_changes.ticket_id is not null and (
      coalesce(tickets.is_history_complete, false)
      or (
        last_changes.value in ('solved', 'closed', 'deleted')
        and last_changes.value is not distinct from tickets.status
      )
    ) as is_told_by_history
  from {{ ref('stg_ticketing__tickets') }} as tickets
  left join last_changes on tickets.source = last_changes.source and tickets.ticket_id = last_changes.ticket_id
  left join merged on tickets.source = merged.source and tickets.ticket_id = merged.ticket_id
  cross join {{ ref('stg_clock') }} as clock
),

instants as (
  select
    *,
    case when not has_history or solved_at > last_changed_at then solved_at end as told_solved_at,
    case when not has_history or closed_at > last_changed_at then closed_at end as told_closed_at,
    -- What has no instant of its own was so by the last update or event, and not after the clock.
    greatest(
      least(coalesce(updated_at, created_at), as_of),
      coalesce(solved_at, created_at),
      coalesce(closed_at, created_at)
    ) as known_at
  from tickets
),

-- The delivered status is that of the last update. Before a later update, it is ahead of the clock; before a change
-- that the history knows, it is behind it; and where there is a history, a status without any instant is neither.
judged as (
  select
    *,
    case
      when told_closed_at is not null and coalesce(told_solved_at, told_closed_at) <= told_closed_at then 'closed'
      when told_solved_at is not null then 'solved'
      when has_history then last_value
      when is_over then 'open'
      else status
    end as told_status,
    case
      when status in ('solved', 'closed') and (has_later_solve or has_later_close) then false
      when has_history
        then coalesce(coalesce(updated_at, told_closed_at, told_solved_at) between last_changed_at and as_of, false)
      else status != 'deleted' or coalesce(updated_at, as_of) <= as_of
    end as is_of_now
  from instants
),

stated as (
  select
    *,
    case when is_told_by_history then last_value when is_of_now then status else told_status end as last_status
  from judged
)

select
  source, ticket_id, 'open' as value, created_at as happened_at, 0 as step, true as is_dated
from stated
where not is_told_by_history and not has_history and (is_over or solved_at is not null or closed_at is not null)
union all
select source, ticket_id, status as value, created_at as happened_at, 0 as step, true as is_dated
from stated
where not is_told_by_history and not has_history and not is_over and solved_at is null and closed_at is null
union all
select source, ticket_id, 'solved' as value, told_solved_at as happened_at, 1 as step, true as is_dated
from stated
where not is_told_by_history and told_solved_at is not null
union all
select source, ticket_id, 'closed' as value, told_closed_at as happened_at, 2 as step, true as is_dated
from stated
where not is_told_by_history and told_closed_at is not null
union all
-- A deletion that the record itself states is dated by it; nobody says when a ticket was closed that was solved then.
select
  source, ticket_id, status as value, known_at as happened_at, 3 as step,
  told_solved_at is not null and status != 'closed' as is_dated
from stated
where not is_told_by_history and status != told_status and is_of_now and not is_deleted
union all
select
  source, ticket_id, 'closed' as value, greatest(known_at, coalesce(last_changed_at, known_at)) as happened_at,
  4 as step, true as is_dated
from stated
where is_merged_away and not is_deleted and last_status not in ('solved', 'closed', 'deleted')

-- What a metric measures on a ticket that has a target for it: from when, until it was fulfilled or given up.
with targeted as (
  select distinct source, ticket_id, metric from {{ ref('int_sla_targets_spanned') }}
  where metric in ('requester_wait', 'agent_work', 'resolution')
),

tickets as (
  select *, timestamp '9999-12-31 00:00:00' as never
  from {{ ref('int_ticket_endings_dated') }}
),

-- A reply is no longer awaited when the ticket is solved, but that of the very update which solved it; where the ticket
-- was solved already, and stays so until it leaves, it never was. Where nobody says when it was solved, a reply that
-- came was awaited, unless the wait began after the last update: it was solved by then, so that a target which was used
-- up later was not missed either.
waits as (
  select
    waits.source,
    waits.ticket_id,
    waits.metric,
    waits.started_at,
    waits.replied_at as fulfilled_at,
    least(
      coalesce(
        case
          when {{ of_one_update('waits.solved_at', 'waits.replied_at') }}
            then greatest(waits.solved_at, waits.replied_at)
        end,
        waits.solved_at,
        -- The record alone may say when.
        case
          when
            not tickets.is_settling_undated
            and tickets.settled_at >= waits.started_at
            and {{ of_one_update('tickets.settled_at', 'waits.replied_at') }}
            then greatest(tickets.settled_at, waits.replied_at)
        end,
        case
          when tickets.settled_by < waits.started_at then waits.started_at
          when not tickets.is_settling_undated then tickets.settled_at
        end,
        tickets.never
      ),
      coalesce(tickets.left_at, tickets.never)
    ) as given_up_at,
    -- It may have been answered by the solve of which nobody says when it was.
    waits.replied_at is null
    and waits.solved_at is null
    and tickets.is_settling_undated
    and coalesce(tickets.settled_by >= waits.started_at, true) as is_undated,
    case
      when
        waits.solved_at is null
        and tickets.is_settling_undated
        and tickets.settled_by < waits.replied_at
        and not {{ of_one_update('tickets.settled_by', 'waits.replied_at') }}
        then tickets.settled_by
    end as solved_by,
    tickets.active_until
  from {{ ref('int_reply_waits_dated') }} as waits
  inner join tickets on waits.source = tickets.source and waits.ticket_id = tickets.ticket_id
  union all
  select
    tickets.source,
    tickets.ticket_id,
    targeted.metric,
    tickets.created_at as started_at,
    case when targeted.metric = 'resolution' then tickets.resolved_at else tickets.settled_at end as fulfilled_at,
    coalesce(tickets.left_at, tickets.never) as given_up_at,
    case
      when targeted.metric = 'resolution' then tickets.is_resolution_undated else tickets.is_settling_undated
    end as is_undated,
    cast(null as timestamp) as solved_by,
    tickets.active_until
  from tickets
  inner join targeted on tickets.source = targeted.source and tickets.ticket_id = targeted.ticket_id
)

select
  source,
  ticket_id,
  metric,
  started_at,
  fulfilled_at,
  given_up_at,
  is_undated,
  solved_by,
  case when is_undated then active_until end as active_until
from waits

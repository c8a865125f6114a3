-- What a metric measures on a ticket that has a target for it: from when, until it was fulfilled or given up.
with targeted as (
  select distinct source, ticket_id, metric from {{ ref('int_sla_targets_spanned') }}
),

tickets as (
  select *, timestamp '9999-12-31 00:00:00' as never
  from {{ ref('int_ticket_endings_dated') }}
),

solves as (
  select
    source,
    ticket_id,
    started_at,
    status in ('solved', 'closed') and coalesce(
      lag(status) over (partition by source, ticket_id order by span_number) not in ('solved', 'closed'), true
    ) as is_solve
  from {{ ref('int_ticket_statuses_spanned') }}
),

turns as (
  select * from {{ ref('int_public_turns_listed') }}
),

-- Customer messages that no reply parts are one wait, from the oldest; those before the first reply wait for that.
reply_waits as (
  select source, ticket_id, 'first_reply' as metric, created_at as started_at, 1 as reply_number
  from tickets
  union all
  select source, ticket_id, 'next_reply' as metric, min(written_at) as started_at, replies_so_far + 1 as reply_number
  from turns
  where not is_reply and replies_so_far > 0
  group by source, ticket_id, replies_so_far
),

-- A reply is no longer awaited when the ticket is solved; where it was already, and stays so, it never was.
answered as (
  select
    waits.source,
    waits.ticket_id,
    waits.metric,
    waits.started_at,
    min(turns.written_at) as fulfilled_at,
    min(solves.started_at) as solved_at
  from reply_waits as waits
  inner join targeted
    on waits.source = targeted.source and waits.ticket_id = targeted.ticket_id and waits.metric = targeted.metric
  left join turns
    on
      turns.is_reply
      and waits.source = turns.source
      and waits.ticket_id = turns.ticket_id
      and waits.reply_number = turns.replies_so_far
  left join solves
    on
      solves.is_solve
      and waits.source = solves.source
      and waits.ticket_id = solves.ticket_id
      and waits.started_at <= solves.started_at
  group by waits.source, waits.ticket_id, waits.metric, waits.started_at
)

select
  answered.source,
  answered.ticket_id,
  answered.metric,
  answered.started_at,
  answered.fulfilled_at,
  least(
    coalesce(answered.solved_at, case when tickets.is_resolved then answered.started_at end, tickets.never),
    coalesce(tickets.left_at, tickets.never)
  ) as given_up_at,
  false as is_undated
from answered
inner join tickets on answered.source = tickets.source and answered.ticket_id = tickets.ticket_id
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
  end as is_undated
from tickets
inner join targeted on tickets.source = targeted.source and tickets.ticket_id = targeted.ticket_id
where targeted.metric in ('requester_wait', 'agent_work', 'resolution')

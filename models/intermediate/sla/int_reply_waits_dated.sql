-- Customer messages that neither a reply nor a solve parts are one wait: from the first one of the update that reopened
-- the ticket, else from the oldest. Before the first reply and the first solve they wait for that reply, from the
-- ticket's creation.
with targeted as (
  select distinct source, ticket_id, metric from {{ ref('int_sla_targets_spanned') }}
),

turns as (
  select * from {{ ref('int_public_turns_listed') }}
),

spans as (
  select
    source, ticket_id, started_at, is_dated,
    status in ('solved', 'closed') as is_settled,
    status = 'deleted' as is_deleted,
    coalesce(standing_status in ('solved', 'closed'), false) as was_settled
  from {{ ref('int_ticket_statuses_spanned') }}
),

-- A solve whose instant is guessed ends nothing.
solves as (
  select source, ticket_id, started_at
  from spans
  where is_settled and not was_settled and is_dated
),

-- A solve ends what was awaited; what is said later is another conversation. The last one has no end.
eras as (
  select
    source,
    ticket_id,
    coalesce(
      lag(started_at) over (partition by source, ticket_id order by started_at), timestamp '0001-01-01 00:00:00'
    ) as begins_at,
    started_at as ends_at,
    started_at as solved_at
  from solves
  union all
  select
    source,
    ticket_id,
    max(started_at) as begins_at,
    timestamp '9999-12-31 00:00:00' as ends_at,
    cast(null as timestamp) as solved_at
  from solves
  group by source, ticket_id
),

reopenings as (
  select source, ticket_id, started_at
  from spans
  where was_settled and not is_settled and not is_deleted
),

waits as (
  select
    tickets.source,
    tickets.ticket_id,
    'first_reply' as metric,
    tickets.created_at as started_at,
    1 as reply_number,
    eras.solved_at
  from {{ ref('int_ticket_endings_dated') }} as tickets
  inner join targeted
    on tickets.source = targeted.source and tickets.ticket_id = targeted.ticket_id and targeted.metric = 'first_reply'
  left join eras
    on
      tickets.source = eras.source
      and tickets.ticket_id = eras.ticket_id
      and eras.begins_at = timestamp '0001-01-01 00:00:00'
  union all
  select
    turns.source,
    turns.ticket_id,
    'next_reply' as metric,
    coalesce(
      min(case when reopenings.started_at between eras.begins_at and eras.ends_at then turns.written_at end),
      min(turns.written_at)
    ) as started_at,
    turns.replies_so_far + 1 as reply_number,
    eras.solved_at
  from turns
  inner join targeted
    on turns.source = targeted.source and turns.ticket_id = targeted.ticket_id and targeted.metric = 'next_reply'
  left join eras
    on
      turns.source = eras.source
      and turns.ticket_id = eras.ticket_id
      and turns.written_at > eras.begins_at
      and turns.written_at <= eras.ends_at
  left join reopenings
    on
      turns.source = reopenings.source
      and turns.ticket_id = reopenings.ticket_id
      and {{ of_one_update('reopenings.started_at', 'turns.written_at') }}
  where
    not turns.is_reply
    and (turns.replies_so_far > 0 or coalesce(eras.begins_at > timestamp '0001-01-01 00:00:00', false))
  group by turns.source, turns.ticket_id, turns.replies_so_far, eras.begins_at, eras.solved_at
)

select
  waits.source,
  waits.ticket_id,
  waits.metric,
  waits.started_at,
  waits.solved_at,
  replies.written_at as replied_at
from waits
left join turns as replies
  on
    replies.is_reply
    and waits.source = replies.source
    and waits.ticket_id = replies.ticket_id
    and waits.reply_number = replies.replies_so_far

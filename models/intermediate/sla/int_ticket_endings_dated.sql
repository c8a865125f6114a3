-- Since when has a ticket been settled (solved or closed, and not active since), and when did it leave: deleted, or
-- merged into another? What leaves unsettled is settled by nobody.
with spans as (
  select
    *,
    status in ('solved', 'closed') as is_resolved,
    max(case when status not in ('solved', 'closed', 'deleted') then span_number else 0 end) over (
      partition by source, ticket_id
    ) as last_active_number
  from {{ ref('int_ticket_statuses_spanned') }}
),

lives as (
  select
    source,
    ticket_id,
    max(case when is_last then status end) as status,
    min(case when is_resolved and span_number > last_active_number then started_at end) as settled_at,
    max(case when status = 'deleted' and is_last then started_at end) as deleted_at,
    max(case when status = 'closed' and coalesce(standing_status, '') != 'closed' then started_at end) as closed_at
  from spans
  group by source, ticket_id
),

histories as (
  select distinct source, ticket_id
  from {{ ref('stg_ticketing__ticket_changes') }}
  where field = 'status'
),

merged as (
  select source, ticket_id
  from {{ ref('int_ticket_merges_followed') }}
  where is_final and not is_circle_survivor
),

tickets as (
  select
    tickets.source,
    tickets.ticket_id,
    tickets.created_at,
    lives.status in ('solved', 'closed') as is_resolved,
    lives.settled_at,
    case
      when resolutions.resolved_at >= tickets.created_at then resolutions.resolved_at
      when lives.deleted_at is not null then lives.settled_at
    end as resolved_at,
    case
      when merged.ticket_id is not null then coalesce(lives.closed_at, lives.deleted_at)
      else lives.deleted_at
    end as left_at,
    resolutions.active_until,
    histories.ticket_id is null and tickets.solved_at is null and tickets.closed_at is null as is_guessed
  from {{ ref('stg_ticketing__tickets') }} as tickets
  inner join {{ ref('int_ticket_resolutions_found') }} as resolutions
    on tickets.source = resolutions.source and tickets.ticket_id = resolutions.ticket_id
  inner join lives on tickets.source = lives.source and tickets.ticket_id = lives.ticket_id
  left join merged on tickets.source = merged.source and tickets.ticket_id = merged.ticket_id
  left join histories on tickets.source = histories.source and tickets.ticket_id = histories.ticket_id
)

select
  source,
  ticket_id,
  created_at,
  left_at,
  active_until,
  case when coalesce(settled_at < left_at, true) then settled_at end as settled_at,
  case when coalesce(resolved_at < left_at, true) then resolved_at end as resolved_at,
  is_resolved and is_guessed as is_settling_undated,
  is_resolved and resolved_at is null and left_at is null as is_resolution_undated
from tickets

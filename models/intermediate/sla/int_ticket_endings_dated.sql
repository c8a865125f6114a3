-- Since when has a ticket been settled (solved or closed, and not active since), and when did it leave: deleted, or
-- merged into another? What leaves unsettled is settled by nobody.
with spans as (
  select
    *,
    status in ('solved', 'closed') as is_resolved,
    status = 'closed' and coalesce(standing_status, '') != 'closed' as is_closing,
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
    min(
      case when is_resolved and is_dated and span_number > last_active_number then started_at end
    ) as dated_settled_at,
    max(case when status = 'deleted' and is_last then started_at end) as deleted_at,
    max(case when is_closing then started_at end) as closed_at,
    max(case when is_closing and is_dated then started_at end) as dated_closed_at
  from spans
  group by source, ticket_id
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
    coalesce(
      lives.dated_settled_at,
      case when resolutions.resolved_at is not null then greatest(resolutions.resolved_at, tickets.created_at) end,
      case when resolutions.closed_at is not null then greatest(resolutions.closed_at, tickets.created_at) end,
      lives.settled_at
    ) as settled_at,
    case
      when resolutions.resolved_at >= tickets.created_at then resolutions.resolved_at
      when lives.deleted_at is not null then lives.settled_at
    end as resolved_at,
    -- A merge is the last closing; where nobody says when that was, nobody knows when the ticket left.
    case
      when merged.ticket_id is null or lives.closed_at is null then lives.deleted_at
      when lives.closed_at = lives.dated_closed_at then lives.closed_at
      when resolutions.closed_at is not null then greatest(resolutions.closed_at, tickets.created_at)
    end as left_at,
    resolutions.active_until,
    tickets.updated_at is not null as is_updated,
    lives.dated_settled_at is null and resolutions.resolved_at is null and resolutions.closed_at is null as is_guessed
  from {{ ref('stg_ticketing__tickets') }} as tickets
  inner join {{ ref('int_ticket_resolutions_found') }} as resolutions
    on tickets.source = resolutions.source and tickets.ticket_id = resolutions.ticket_id
  inner join lives on tickets.source = lives.source and tickets.ticket_id = lives.ticket_id
  left join merged on tickets.source = merged.source and tickets.ticket_id = merged.ticket_id
),

judged as (
  select
    *,
    coalesce(settled_at < left_at, true) as is_settled_first,
    is_resolved and is_guessed and left_at is null as is_settling_undated
  from tickets
)

select
  source,
  ticket_id,
  created_at,
  left_at,
  active_until,
  case when is_settled_first then settled_at end as settled_at,
  case when is_settled_first and (is_updated or not is_settling_undated) then settled_at end as settled_by,
  case when coalesce(resolved_at < left_at, true) then resolved_at end as resolved_at,
  is_settling_undated,
  is_resolved and resolved_at is null and left_at is null as is_resolution_undated
from judged

-- Three doublings of the transfer links follow chains of up to eight transfers.
with legs as (
  select
    calls.source,
    calls.call_id,
    coalesce(previous.call_id, calls.call_id) as first_call_id
  from {{ ref('stg_telephony__calls') }} as calls
  left join {{ ref('stg_telephony__calls') }} as previous
    on calls.source = previous.source and calls.transferred_from_call_id = previous.call_id
),

twice as (
  select
    legs.source,
    legs.call_id,
    further.first_call_id
  from legs
  inner join legs as further on legs.source = further.source and legs.first_call_id = further.call_id
),

four_times as (
  select
    twice.source,
    twice.call_id,
    further.first_call_id
  from twice
  inner join twice as further on twice.source = further.source and twice.first_call_id = further.call_id
)

select
  four_times.source,
  four_times.call_id,
  further.first_call_id
from four_times
inner join four_times as further
  on four_times.source = further.source and four_times.first_call_id = further.call_id

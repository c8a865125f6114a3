-- Whom a merge leads to, however often those were merged in turn: the links are doubled five times, which follows 32 of
-- them. A ticket that leads back to itself stands in a circle, which the first that was created of it survives.
with links as (
  select
    source,
    ticket_id,
    merged_into_ticket_id as survivor_id,
    row_number() over (partition by source order by created_at nulls last, ticket_id nulls last) as position
  from {{ ref('stg_ticketing__tickets') }}
  where merged_into_ticket_id is not null
),

doubled_0 as (
  select source, ticket_id, survivor_id from links
),

{% for number in range(1, 6) %}
doubled_{{ number }} as (
  select source, ticket_id, survivor_id from doubled_{{ number - 1 }}
  union
  select
    earlier.source,
    earlier.ticket_id,
    later.survivor_id
  from doubled_{{ number - 1 }} as earlier
  inner join doubled_{{ number - 1 }} as later
    on earlier.source = later.source and earlier.survivor_id = later.ticket_id
),
{% endfor %}

circles as (
  select doubled_5.source, doubled_5.ticket_id, links.position
  from doubled_5
  inner join links on doubled_5.source = links.source and doubled_5.ticket_id = links.ticket_id
  where doubled_5.ticket_id = doubled_5.survivor_id
),

ordered as (
  select
    doubled_5.source,
    doubled_5.ticket_id,
    doubled_5.survivor_id,
    circles.ticket_id is not null as is_of_circle,
    row_number() over (
      partition by doubled_5.source, doubled_5.ticket_id
      order by
        case when links.ticket_id is null then 0 when circles.ticket_id is not null then 1 else 2 end nulls last,
        circles.position nulls last,
        doubled_5.survivor_id nulls last
    ) = 1 as is_final
  from doubled_5
  left join links on doubled_5.source = links.source and doubled_5.survivor_id = links.ticket_id
  left join circles on doubled_5.source = circles.source and doubled_5.survivor_id = circles.ticket_id
)

select
  source,
  ticket_id,
  survivor_id,
  is_final,
  is_of_circle and is_final and survivor_id = ticket_id as is_circle_survivor
from ordered

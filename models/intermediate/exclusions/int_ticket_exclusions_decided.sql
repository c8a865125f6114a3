with tickets as (
  select * from {{ ref('stg_ticketing__tickets') }}
),

test_customers as (
  select customer_key from {{ ref('int_test_customers_listed') }}
),

-- Of tickets that were merged in a circle one counts, as the request was there.
circle_survivors as (
  select source, ticket_id
  from {{ ref('int_ticket_merges_followed') }}
  where is_circle_survivor
),

decided as (
  select
    tickets.source,
    tickets.ticket_id,
    linked.customer_key,
    linked.link_rule,
    case
      when tickets.is_spam then 'spam'
      when tickets.is_test or test_customers.customer_key is not null then 'test'
      when resolutions.status = 'deleted' then 'deleted'
      when tickets.merged_into_ticket_id is not null and circle_survivors.ticket_id is null then 'merged_away'
    end as exclusion_reason
  from tickets
  inner join {{ ref('int_tickets_linked') }} as linked
    on tickets.source = linked.source and tickets.ticket_id = linked.ticket_id
  inner join {{ ref('int_ticket_resolutions_found') }} as resolutions
    on tickets.source = resolutions.source and tickets.ticket_id = resolutions.ticket_id
  left join circle_survivors
    on tickets.source = circle_survivors.source and tickets.ticket_id = circle_survivors.ticket_id
  left join test_customers on linked.customer_key = test_customers.customer_key
)

select
  *,
  exclusion_reason is not null as is_excluded,
  -- Spam and tests never were work; a deleted or merged ticket was, until it left.
  coalesce(exclusion_reason in ('spam', 'test'), false) as is_outside_backlog
from decided

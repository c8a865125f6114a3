with work_orders as (
  select
    completed.*,
    tickets.source as ticket_source,
    tickets.ticket_id as found_ticket_id,
    coalesce(
      own_links.customer_key,
      case when linked_tickets.link_rule != 'unknown' then linked_tickets.customer_key end,
      {{ unknown_key() }}
    ) as customer_key,
    exclusions.is_outside_backlog as is_about_no_work,
    delivered_tickets.product
  from {{ ref('int_work_orders_completed') }} as completed
  left join {{ ref('int_account_references_resolved') }} as own_links
    on completed.account_id = own_links.account_reference
  left join {{ ref('int_ticket_references_resolved') }} as tickets
    on completed.ticket_id = tickets.ticket_reference
  left join {{ ref('int_tickets_linked') }} as linked_tickets
    on tickets.source = linked_tickets.source and tickets.ticket_id = linked_tickets.ticket_id
  left join {{ ref('int_ticket_exclusions_decided') }} as exclusions
    on tickets.source = exclusions.source and tickets.ticket_id = exclusions.ticket_id
  left join {{ ref('stg_ticketing__tickets') }} as delivered_tickets
    on tickets.source = delivered_tickets.source and tickets.ticket_id = delivered_tickets.ticket_id
),

judged as (
  select
    work_orders.*,
    work_orders.asset_id is not null and work_orders.fault_code is not null as has_known_fault,
    work_orders.window_ends_at <= clock.as_of as is_mature,
    coalesce(work_orders.next_visit_at <= work_orders.window_ends_at, false) as has_return,
    test_customers.customer_key is not null or coalesce(work_orders.is_about_no_work, false) as is_excluded
  from work_orders
  cross join {{ ref('stg_clock') }} as clock
  left join {{ ref('int_test_customers_listed') }} as test_customers
    on work_orders.customer_key = test_customers.customer_key
)

select
  {{ surrogate_key(["'work order'", 'source', 'work_order_id']) }} as work_order_key,
  source,
  work_order_id,
  case
    when found_ticket_id is not null then {{ surrogate_key(["'ticket'", 'ticket_source', 'found_ticket_id']) }}
  end as ticket_key,
  customer_key,
  coalesce(product, 'unknown') as product,
  asset_id,
  fault_code,
  cast(visit_count as bigint) as visit_count,
  completed_at,
  {{ reporting_date('completed_at') }} as completed_on,
  was_fixed_at_first_visit,
  next_visit_at,
  has_known_fault,
  case when completed_at is not null then not is_mature end as is_immature,
  case
    when is_mature and has_known_fault and not is_excluded then was_fixed_at_first_visit and not has_return
  end as is_first_time_fix,
  is_excluded
from judged

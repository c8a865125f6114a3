-- A work order is completed by the first visit that fixed it, else by its last visit, once that has been made.
with visits as (
  select
    *,
    case when outcome = 'fixed' and completed_at is not null then 1 else 0 end as is_fix,
    row_number() over (
      partition by source, work_order_id
      order by visit_number desc nulls last, completed_at desc nulls first, visit_id desc nulls last
    ) as place_from_last
  from {{ ref('stg_field_service__work_orders') }}
),

fixes as (
  select
    source,
    work_order_id,
    visit_number,
    completed_at
  from visits
  where is_fix = 1
  qualify row_number() over (
    partition by source, work_order_id
    order by visit_number nulls last, completed_at nulls last, visit_id nulls last
  ) = 1
),

work_orders as (
  select
    source,
    work_order_id,
    -- What a work order is about, as its earliest visit that says so has it.
    {%- for column in ['ticket_id', 'account_id', 'asset_id', 'fault_code'] %}
    substr(min(lpad(cast(visit_number as string), 9, '0') || '|' || {{ column }}), 11) as {{ column }},
    {%- endfor %}
    count(*) as visit_count,
    max(case when place_from_last = 1 then completed_at end) as last_visit_at
  from visits
  group by source, work_order_id
),

completed as (
  select
    work_orders.*,
    coalesce(fixes.completed_at, work_orders.last_visit_at) as completed_at,
    coalesce(fixes.visit_number = 1, false) as was_fixed_at_first_visit
  from work_orders
  left join fixes on work_orders.source = fixes.source and work_orders.work_order_id = fixes.work_order_id
),

-- Visits of one instant are one moment; the moment after it is the first return.
moments as (
  select
    source,
    asset_id,
    fault_code,
    completed_at,
    lead(completed_at) over (partition by source, asset_id, fault_code order by completed_at) as next_visit_at
  from (
    select distinct work_orders.source, work_orders.asset_id, work_orders.fault_code, visits.completed_at
    from visits
    inner join work_orders
      on visits.source = work_orders.source and visits.work_order_id = work_orders.work_order_id
    where
      work_orders.asset_id is not null
      and work_orders.fault_code is not null
      and visits.completed_at is not null
  ) as instants
)

select
  completed.source,
  completed.work_order_id,
  completed.ticket_id,
  completed.account_id,
  completed.asset_id,
  completed.fault_code,
  completed.visit_count,
  completed.completed_at,
  completed.was_fixed_at_first_visit,
  moments.next_visit_at,
  {{ microseconds_later('completed.completed_at', 14 * 24 * 3600 * 1000000) }} as window_ends_at
from completed
left join moments
  on
    completed.source = moments.source
    and completed.asset_id = moments.asset_id
    and completed.fault_code = moments.fault_code
    and completed.completed_at = moments.completed_at

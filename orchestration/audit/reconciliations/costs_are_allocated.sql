-- description: >
--   The costs of service that contacts bear are those of the ledger: line by line, and in every month and category.
-- remedy: >
--   Costs were lost or made on the way from conformed.fct_service_costs to conformed.fct_cost_allocations. Compare the
--   month that differs with intermediate.int_service_costs_apportioned; a currency without a rate shows in
--   currencies_have_rates.
-- min_rows_from: conformed.fct_service_costs where is_service_cost
with lines as (
  select
    costs.source, costs.cost_id, costs.reporting_amount as ledger,
    case when costs.spread_over = 'unallocated' then costs.reporting_amount else sum(parts.amount) end as spread
  from conformed.fct_service_costs as costs
  left join intermediate.int_service_costs_apportioned as parts
    on parts.source = costs.source and parts.cost_id = costs.cost_id
  where costs.is_service_cost
  group by costs.source, costs.cost_id, costs.reporting_amount, costs.spread_over
),

ledger as (
  select
    month,
    case when category in ('wages', 'licences', 'telephony', 'overhead') then category else 'other' end as category,
    sum(reporting_amount) as amount
  from conformed.fct_service_costs
  where is_service_cost
  group by 1, 2
),

allocated as (
  unpivot (
    select
      month, sum(wages_amount) as wages, sum(licences_amount) as licences, sum(telephony_amount) as telephony,
      sum(overhead_amount) as overhead, sum(other_amount) as other
    from conformed.fct_cost_allocations
    group by month
  ) on wages, licences, telephony, overhead, other into name category value amount
),

months as (
  select coalesce(ledger.amount, 0) as ledger, coalesce(allocated.amount, 0) as allocated
  from ledger
  full join allocated on allocated.month = ledger.month and allocated.category = ledger.category
),

marts as (
  select allocations.amount as allocated, coalesce(mart.amount, 0) as published
  from (
    select month, sum(service_cost_amount) as amount from conformed.fct_cost_allocations group by month
  ) as allocations
  left join (
    select month, sum(service_cost_amount) as amount from marts.cost_to_serve group by month
  ) as mart
    on mart.month = allocations.month
)

select
  'lines of the ledger' as part,
  count(*) as evaluated_rows,
  count(*) filter (where ledger is distinct from spread) as failed_rows
from lines
union all
select
  'months and categories' as part,
  count(*) as evaluated_rows,
  count(*) filter (where ledger <> allocated) as failed_rows
from months
union all
select
  'marts.cost_to_serve' as part,
  count(*) as evaluated_rows,
  count(*) filter (where allocated <> published) as failed_rows
from marts

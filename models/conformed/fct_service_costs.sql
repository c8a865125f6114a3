with spreads as (
  select distinct
    source,
    cost_id,
    spread_over
  from {{ ref('int_service_costs_apportioned') }}
)

select
  {{ surrogate_key(["'service_cost'", 'lines.source', 'lines.cost_id']) }} as service_cost_key,
  lines.source,
  lines.cost_id,
  lines.month,
  coalesce(lines.team_key, {{ unknown_key() }}) as team_key,
  lines.team,
  coalesce(lines.channel, 'unknown') as channel,
  lines.category,
  lines.is_service_cost,
  lines.amount,
  lines.currency,
  lines.reporting_amount,
  case when lines.is_service_cost then coalesce(spreads.spread_over, 'unallocated') end as spread_over
from {{ ref('int_service_costs_converted') }} as lines
left join spreads on lines.source = spreads.source and lines.cost_id = spreads.cost_id

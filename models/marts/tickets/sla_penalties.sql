select
  {{ surrogate_key(['penalties.month', 'penalties.source', 'penalties.contract_id']) }} as sla_penalty_key,
  penalties.month,
  penalties.is_partial,
  customers.customer_key,
  customers.customer_id,
  penalties.segment,
  penalties.source,
  penalties.contract_id,
  penalties.penalty_band,
  penalties.met,
  penalties.breached,
  penalties.running,
  100.0 * cast(penalties.met as double) / nullif(cast(penalties.met + penalties.breached as double), 0) as compliance,
  penalties.monthly_fee,
  penalties.credit_percent,
  penalties.penalty_amount,
  penalties.exposure_amount
from {{ ref('int_sla_penalties_computed') }} as penalties
inner join {{ ref('dim_customer') }} as customers
  on coalesce(penalties.customer_key, {{ unknown_key() }}) = customers.customer_key

select
  dimension,
  dimension_value,
  period_kind,
  period_start,
  opening_on,
  customers_at_opening,
  customers_retained,
  retention_rate,
  cast({{ var('discount_rate') }} as double) as discount_rate,
  margin_multiple,
  margin_multiple_plus_5,
  effect_percent,
  reason
from {{ ref('int_yearly_retentions_compared') }}

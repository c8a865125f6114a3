select
  lines.line_id,
  lines.invoice_id,
  lines.product_id,
  lines.subscription_id,
  lines.quantity,
  cast(lines.amount - coalesce(discounts.discount, 0) as decimal(18, 4)) as amount,
  lines.currency,
  lines.period_start,
  lines.period_end,
  lines.is_proration,
  lines._updated_at,
  lines._is_deleted,
  lines._arrived_at,
  lines._delivery,
  lines._record
from {{ ref('stg_stripe__gross_lines') }} as lines
left join {{ ref('stg_stripe__line_discounts') }} as discounts on lines.line_id = discounts.line_id

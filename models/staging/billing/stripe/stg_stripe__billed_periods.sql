with lines as (
  select
    *,
    case when is_discountable then amount else 0 end as discountable_amount
  from {{ ref('stg_stripe__invoice_lines') }}
  where not _is_deleted
),

invoices as (
  select * from {{ ref('stg_stripe__invoices') }}
),

subscriptions as (
  select * from {{ ref('stg_stripe__subscription_versions') }} where recency = 1
),

running as (
  select
    lines.*,
    coalesce(invoices.customer_id, subscriptions.customer_id) as customer_id,
    coalesce(invoices.status, 'open') as invoice_status,
    coalesce(invoices._is_deleted, false) as is_deleted_invoice,
    invoices.discount as invoice_discount,
    sum(lines.discountable_amount) over (partition by lines.invoice_id) as discountable_total,
    sum(lines.discountable_amount) over (
      partition by lines.invoice_id order by lines.line_id rows between unbounded preceding and current row
    ) as discountable_so_far,
    subscriptions.trial_start,
    subscriptions.trial_end
  from lines
  left join invoices on lines.invoice_id = invoices.invoice_id
  left join subscriptions on lines.subscription_id = subscriptions.subscription_id
),

shared as (
  select
    *,
    coalesce(
      {{ half_up('cast(discountable_so_far as double) * cast(invoice_discount as double) / nullif(cast(discountable_total as double), 0)') }}, 0
    ) as discount_so_far
  from running
),

-- differences of a running total: the shares add up to the invoice's discount exactly
discounted as (
  select
    *,
    discount_so_far - coalesce(lag(discount_so_far) over (partition by invoice_id order by line_id), 0) as discount
  from shared
)

select
  line_id as period_id,
  subscription_id,
  item_id,
  customer_id,
  product_id,
  price_id as plan,
  cast(period_start as date) as period_start,
  cast(period_end as date) as period_end,
  quantity,
  cast(amount - discount as decimal(18,4)) as amount,
  cast(discount as decimal(18,4)) as discount,
  currency,
  interval_unit,
  interval_count,
  amount = 0 and coalesce(
    cast(period_start as date) >= cast(trial_start as date) and cast(period_end as date) <= cast(trial_end as date), false
  ) as is_trial,
  is_proration,
  invoice_status <> 'draft' and not is_deleted_invoice as is_invoiced,
  invoice_status not in ('draft', 'void', 'deleted') and not is_deleted_invoice as is_billed,
  _updated_at,
  _arrived_at,
  _delivery,
  _record
from discounted
where kind = 'subscription' and subscription_id is not null and customer_id is not null
  and period_start is not null and period_end is not null

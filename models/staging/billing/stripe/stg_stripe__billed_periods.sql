with lines as (
  select *
  from {{ ref('stg_stripe__gross_lines') }}
  where
    not _is_deleted and (kind = 'subscription' or is_proration) and subscription_id is not null
    and period_start is not null and period_end is not null
),

discounts as (
  select * from {{ ref('stg_stripe__line_discounts') }}
),

invoices as (
  select *, case when _is_deleted then 'deleted' else status end as final_status
  from {{ ref('stg_stripe__invoices') }}
),

subscriptions as (
  select *, {{ reporting_date('trial_start') }} as trial_starts_on, {{ reporting_date('trial_end') }} as trial_ends_on
  from {{ ref('stg_stripe__subscription_versions') }}
  where recency = 1
)

select
  lines.line_id as period_id,
  lines.subscription_id,
  lines.item_id,
  coalesce(invoices.customer_id, subscriptions.customer_id) as customer_id,
  lines.product_id,
  lines.price_id as plan,
  {{ reporting_date('lines.period_start') }} as period_start,
  {{ reporting_date('lines.period_end') }} as period_end,
  lines.quantity,
  cast(lines.amount - coalesce(discounts.discount, 0) as decimal(18, 4)) as amount,
  cast(coalesce(discounts.discount, 0) as decimal(18, 4)) as discount,
  lines.currency,
  lines.interval_unit,
  lines.interval_count,
  lines.amount = 0
  and coalesce({{ reporting_date('lines.period_start') }} >= subscriptions.trial_starts_on, false)
  and coalesce({{ reporting_date('lines.period_end') }} <= subscriptions.trial_ends_on, false) as is_trial,
  lines.is_proration,
  coalesce(invoices.final_status, 'open') = 'draft' as is_draft,
  coalesce(invoices.final_status, 'open') not in ('draft', 'deleted') as is_invoiced,
  coalesce(invoices.final_status, 'open') not in ('draft', 'deleted', 'void') as is_billed,
  lines._updated_at,
  lines._arrived_at,
  lines._delivery,
  lines._record
from lines
left join discounts on lines.line_id = discounts.line_id
left join invoices on lines.invoice_id = invoices.invoice_id
left join subscriptions on lines.subscription_id = subscriptions.subscription_id
where coalesce(invoices.customer_id, subscriptions.customer_id) is not null

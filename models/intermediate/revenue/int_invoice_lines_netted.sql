-- Lines that add up to what their invoice asks for without tax are after discount; those that add up to its discount
-- more are before it, and it is spread over the charges: differences of a running total, so that it is met exactly.
with invoices as (
  select
    source,
    invoice_id,
    customer_id,
    subscription_id,
    coalesce(discount, 0) as discount,
    total - coalesce(tax, 0) as net_total,
    {{ reporting_date('issued_at') }} as issued_on
  from {{ ref('stg_billing__invoices') }}
  where status not in ('draft', 'void')
),

-- A line that is itself a service period has its days; a day that is given without a time is that day in every zone.
invoiced as (
  select
    lines.source,
    lines.line_id,
    lines.invoice_id,
    invoices.customer_id,
    coalesce(lines.subscription_id, invoices.subscription_id) as subscription_id,
    lines.product_id,
    lines.currency,
    lines.amount,
    invoices.discount,
    invoices.net_total,
    invoices.issued_on,
    own.period_id is not null as is_period,
    case
      when own.period_id is not null then own.period_start
      when lines.period_start = date_trunc('day', lines.period_start) then cast(lines.period_start as date)
      else {{ reporting_date('lines.period_start') }}
    end as starts_on,
    case
      when own.period_id is not null then own.period_end
      when lines.period_end = date_trunc('day', lines.period_end) then cast(lines.period_end as date)
      else {{ reporting_date('lines.period_end') }}
    end as ends_on,
    sum(lines.amount) over (partition by lines.source, lines.invoice_id) as lines_total,
    sum(greatest(lines.amount, 0)) over (partition by lines.source, lines.invoice_id) as charged,
    sum(greatest(lines.amount, 0)) over (
      partition by lines.source, lines.invoice_id
      order by lines.line_id asc nulls last
      rows between unbounded preceding and current row
    ) as charged_so_far
  from {{ ref('stg_billing__invoice_lines') }} as lines
  inner join invoices on lines.source = invoices.source and lines.invoice_id = invoices.invoice_id
  left join {{ ref('stg_billing__subscription_periods') }} as own
    on
      lines.source = own.source
      and lines.line_id = own.period_id
      and lines.subscription_id = own.subscription_id
),

discounted as (
  select
    *,
    case
      when discount > 0 and abs(lines_total - net_total - discount) < 0.01
        then coalesce(
          {{ half_up('cast(charged_so_far as double) * cast(discount as double) / nullif(cast(charged as double), 0)')
          }}, 0
        )
      else 0
    end as discount_so_far
  from invoiced
)

select
  source,
  line_id,
  invoice_id,
  customer_id,
  subscription_id,
  product_id,
  currency,
  amount as billed_amount,
  cast(amount - discount_so_far + coalesce(
    lag(discount_so_far) over (partition by source, invoice_id order by line_id asc nulls last), 0
  ) as decimal(18, 4)) as amount,
  issued_on,
  is_period,
  coalesce(starts_on < ends_on, false) as has_days,
  starts_on,
  ends_on
from discounted

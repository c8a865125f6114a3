with lines as (
  select
    line_id,
    invoice_id,
    case when is_discountable then amount else 0 end as amount
  from {{ ref('stg_stripe__gross_lines') }}
  where not _is_deleted
),

running as (
  select
    lines.line_id,
    lines.invoice_id,
    cast(invoices.discount as double) as invoice_discount,
    cast(sum(lines.amount) over (partition by lines.invoice_id) as double) as total_amount,
    cast(sum(lines.amount) over (
      partition by lines.invoice_id order by lines.line_id rows between unbounded preceding and current row
    ) as double) as amount_so_far
  from lines
  inner join {{ ref('stg_stripe__invoices') }} as invoices on lines.invoice_id = invoices.invoice_id
),

shared as (
  select
    line_id,
    invoice_id,
    coalesce({{ half_up('amount_so_far * invoice_discount / nullif(total_amount, 0)') }}, 0) as discount_so_far
  from running
)

-- differences of a running total: the shares add up to the invoice's discount exactly
select
  line_id,
  cast(
    discount_so_far - coalesce(lag(discount_so_far) over (partition by invoice_id order by line_id), 0)
    as decimal(18, 4)
  ) as discount
from shared

with delivered as (
  {{ records('stripe', 'invoice') }}
),

invoices as (
  select *, cast(subtotal as decimal(28, 4)) + coalesce(tax, 0) - total as discount
  from delivered
),

charges as (
  {{ records('stripe', 'charge') }}
),

paid as (
  select
    invoice_id,
    max(created) as paid_at
  from charges
  where status = 'succeeded' and not _is_deleted
  group by invoice_id
)

select
  invoices.id as invoice_id,
  invoices.customer_id,
  invoices.subscription_id,
  invoices.status,
  invoices.created as issued_at,
  invoices.due_date as due_at,
  case when invoices.status = 'paid' then coalesce(invoices.status_transitions_paid_at, paid.paid_at) end as paid_at,
  upper(invoices.currency) as currency,
  {{ major_units('invoices.subtotal', 'currencies.stripe_minor_digits') }} as subtotal,
  {{ major_units('invoices.discount', 'currencies.stripe_minor_digits') }} as discount,
  {{ major_units('invoices.tax', 'currencies.stripe_minor_digits') }} as tax,
  {{ major_units('invoices.total', 'currencies.stripe_minor_digits') }} as total,
  {{ major_units('invoices.amount_paid', 'currencies.stripe_minor_digits') }} as amount_paid,
  {{ major_units('invoices.amount_due', 'currencies.stripe_minor_digits') }} as amount_due,
  invoices._updated_at,
  invoices._is_deleted or coalesce(invoices.is_deleted, false) as _is_deleted,
  invoices._arrived_at,
  invoices._delivery,
  invoices._record
from invoices
left join paid on invoices.id = paid.invoice_id
left join {{ ref('currencies') }} as currencies on upper(invoices.currency) = currencies.currency

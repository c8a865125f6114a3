select
  {{ surrogate_key(["'invoice'", 'invoices.source', 'invoices.invoice_id']) }} as invoice_key,
  invoices.source,
  invoices.invoice_id,
  coalesce(customers.customer_key, {{ unknown_key() }}) as customer_key,
  invoices.subscription_id,
  invoices.status,
  invoices.issued_at,
  {{ reporting_date('invoices.issued_at') }} as issued_on,
  invoices.due_at,
  invoices.paid_at,
  invoices.currency,
  invoices.subtotal as subtotal_amount,
  invoices.discount as discount_amount,
  invoices.tax as tax_amount,
  invoices.total as total_amount,
  invoices.amount_paid as paid_amount,
  invoices.amount_due as due_amount
from {{ ref('stg_billing__invoices') }} as invoices
left join {{ ref('int_parties_linked') }} as customers
  on
    customers.kind = 'billing_customer'
    and invoices.source = customers.source
    and invoices.customer_id = customers.party_id

select
  {{ surrogate_key(["'payment'", 'payments.source', 'payments.payment_id']) }} as payment_key,
  payments.source,
  payments.payment_id,
  case
    when invoices.invoice_id is not null
      then {{ surrogate_key(["'invoice'", 'invoices.source', 'invoices.invoice_id']) }}
    else {{ unknown_key() }}
  end as invoice_key,
  coalesce(payers.customer_key, {{ unknown_key() }}) as customer_key,
  payments.status,
  payments.failure_code,
  payments.created_at,
  {{ reporting_date('payments.created_at') }} as created_on,
  payments.currency,
  payments.amount
from {{ ref('stg_billing__payments') }} as payments
left join {{ ref('stg_billing__invoices') }} as invoices
  on payments.source = invoices.source and payments.invoice_id = invoices.invoice_id
left join {{ ref('int_parties_linked') }} as payers
  on
    payers.kind = 'billing_customer'
    and payments.source = payers.source
    and coalesce(payments.customer_id, invoices.customer_id) = payers.party_id

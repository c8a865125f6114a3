with charges as (
  {{ records('stripe', 'charge') }}
)

select
  charges.id as payment_id,
  charges.invoice_id,
  charges.customer_id,
  charges.status,
  {{ major_units('charges.amount', 'currencies.stripe_minor_digits') }} as amount,
  upper(charges.currency) as currency,
  charges.created as created_at,
  charges.failure_code,
  charges._updated_at,
  charges._is_deleted,
  charges._arrived_at,
  charges._delivery,
  charges._record
from charges
left join {{ ref('currencies') }} as currencies on upper(charges.currency) = currencies.currency

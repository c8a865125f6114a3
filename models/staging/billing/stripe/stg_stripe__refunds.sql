with refunds as (
  {{ records('stripe', 'refund') }}
),

credit_notes as (
  {{ records('stripe', 'credit_note') }}
),

effective_refunds as (
  select *
  from refunds
  where coalesce(status, 'succeeded') in ('succeeded', 'pending')
),

-- what a credit note gives back beyond the refund that pays it out
credits as (
  select
    credit_notes.*,
    credit_notes.amount - coalesce(effective_refunds.amount, 0) as credited_amount
  from credit_notes
  left join effective_refunds on credit_notes.refund_id = effective_refunds.id and not effective_refunds._is_deleted
  where coalesce(credit_notes.status, 'issued') <> 'void'
),

every_refund as (
  select
    refunds.id as refund_id, refunds.charge_id as payment_id, charges.invoice_id, charges.customer_id,
    'refund' as kind, refunds.amount, refunds.currency, refunds.created, refunds.reason,
    refunds._updated_at, refunds._is_deleted, refunds._arrived_at, refunds._delivery, refunds._record
  from effective_refunds as refunds
  left join {{ ref('stg_stripe__payments') }} as charges on refunds.charge_id = charges.payment_id
  union all
  select
    credits.id as refund_id, cast(null as string) as payment_id, credits.invoice_id, invoices.customer_id,
    'credit_note' as kind, credits.credited_amount as amount, credits.currency, credits.created, credits.reason,
    credits._updated_at, credits._is_deleted, credits._arrived_at, credits._delivery, credits._record
  from credits
  left join {{ ref('stg_stripe__invoices') }} as invoices on credits.invoice_id = invoices.invoice_id
  where credits.credited_amount > 0
)

select
  every_refund.refund_id,
  every_refund.payment_id,
  every_refund.invoice_id,
  every_refund.customer_id,
  every_refund.kind,
  {{ major_units('every_refund.amount', 'currencies.stripe_minor_digits') }} as amount,
  upper(every_refund.currency) as currency,
  every_refund.created as created_at,
  every_refund.reason,
  every_refund._updated_at,
  every_refund._is_deleted,
  every_refund._arrived_at,
  every_refund._delivery,
  every_refund._record
from every_refund
left join {{ ref('currencies') }} as currencies on upper(every_refund.currency) = currencies.currency

-- Whose refund it is: by its own customer, else that of its invoice, its payment, its payment's invoice, its ticket.
-- How much of it is no tax: by the invoice that it names, else that of its payment.
with named as (
  select
    refunds.source,
    refunds.refund_id,
    refunds.customer_id as own_id,
    invoices.customer_id as invoiced_id,
    payments.customer_id as payer_id,
    paid_invoices.customer_id as paid_id,
    refunds.ticket_id,
    case when invoices.invoice_id is null then paid_invoices.total else invoices.total end as invoice_total,
    case when invoices.invoice_id is null then paid_invoices.tax else invoices.tax end as invoice_tax
  from {{ ref('stg_billing__refunds') }} as refunds
  left join {{ ref('stg_billing__invoices') }} as invoices
    on refunds.source = invoices.source and refunds.invoice_id = invoices.invoice_id
  left join {{ ref('stg_billing__payments') }} as payments
    on refunds.source = payments.source and refunds.payment_id = payments.payment_id
  left join {{ ref('stg_billing__invoices') }} as paid_invoices
    on payments.source = paid_invoices.source and payments.invoice_id = paid_invoices.invoice_id
),

billed as (
  select * from {{ ref('int_parties_linked') }} where kind = 'billing_customer'
),

linked as (
  select
    named.source,
    named.refund_id,
    named.invoice_total,
    named.invoice_tax,
    coalesce(
      own.customer_key, invoiced.customer_key, payer.customer_key, paid.customer_key, contacts.customer_key
    ) as customer_key,
    coalesce(own.is_test, invoiced.is_test, payer.is_test, paid.is_test, false) as is_test,
    contacts.channel,
    case when contacts.channel is not null then coalesce(contacts.topic, 'unknown') end as topic
  from named
  left join billed as own on named.source = own.source and named.own_id = own.party_id
  left join billed as invoiced on named.source = invoiced.source and named.invoiced_id = invoiced.party_id
  left join billed as payer on named.source = payer.source and named.payer_id = payer.party_id
  left join billed as paid on named.source = paid.source and named.paid_id = paid.party_id
  left join {{ ref('int_ticket_references_resolved') }} as tickets on named.ticket_id = tickets.ticket_reference
  left join {{ ref('int_contacts_gathered') }} as contacts
    on
      contacts.contact_kind = 'ticket'
      and tickets.source = contacts.source
      and tickets.ticket_id = contacts.record_id
)

select
  refunds.source,
  refunds.refund_id,
  refunds.kind,
  refunds.currency,
  refunds.amount,
  case
    when linked.invoice_tax > 0 and linked.invoice_total > 0
      then {{ half_up(
        'cast(refunds.amount as double) * (1 - cast(linked.invoice_tax as double) / linked.invoice_total)'
      ) }}
    else refunds.amount
  end as untaxed_amount,
  {{ reporting_date('refunds.created_at') }} as refunded_on,
  coalesce(linked.customer_key, {{ unknown_key() }}) as customer_key,
  linked.is_test or test_customers.customer_key is not null as is_test,
  linked.channel,
  linked.topic
from {{ ref('stg_billing__refunds') }} as refunds
inner join linked on refunds.source = linked.source and refunds.refund_id = linked.refund_id
left join {{ ref('int_test_customers_listed') }} as test_customers
  on linked.customer_key = test_customers.customer_key

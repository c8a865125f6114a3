-- Money beside the work: invoices, and what was given back out of goodwill or is owed for broken promises. At the rate
-- of the day; service credits as they are computed for their contract. Test customers have none.
with invoices as (
  select
    invoices.source, invoices.invoice_id, parties.customer_key, invoices.status, invoices.currency,
    invoices.issued_at, invoices.total - coalesce(invoices.tax, 0) as amount,
    coalesce(parties.is_test, false) as is_test
  from {{ ref('stg_billing__invoices') }} as invoices
  left join {{ ref('int_parties_linked') }} as parties
    on
      parties.kind = 'billing_customer'
      and invoices.source = parties.source
      and invoices.customer_id = parties.party_id
),

goodwill as (
  select * from {{ ref('stg_billing__refunds') }} where kind = 'goodwill'
),

-- Whose goodwill it is: by its own customer, else its invoice, its payment's invoice, its ticket.
given as (
  select
    goodwill.created_at,
    goodwill.currency,
    goodwill.amount,
    coalesce(
      parties.customer_key, invoices.customer_key, paid_invoices.customer_key, contacts.customer_key
    ) as customer_key,
    coalesce(parties.is_test, invoices.is_test, paid_invoices.is_test, false) as is_test,
    contacts.channel,
    contacts.topic
  from goodwill
  left join {{ ref('int_parties_linked') }} as parties
    on
      parties.kind = 'billing_customer'
      and goodwill.source = parties.source
      and goodwill.customer_id = parties.party_id
  left join invoices on goodwill.source = invoices.source and goodwill.invoice_id = invoices.invoice_id
  left join {{ ref('stg_billing__payments') }} as payments
    on goodwill.source = payments.source and goodwill.payment_id = payments.payment_id
  left join invoices as paid_invoices
    on payments.source = paid_invoices.source and payments.invoice_id = paid_invoices.invoice_id
  left join {{ ref('int_ticket_references_resolved') }} as tickets on goodwill.ticket_id = tickets.ticket_reference
  left join {{ ref('int_contacts_gathered') }} as contacts
    on
      contacts.contact_kind = 'ticket'
      and tickets.source = contacts.source
      and tickets.ticket_id = contacts.record_id
),

dated as (
  select
    'invoiced' as kind, customer_key, 'none' as channel, 'none' as topic, currency, amount,
    {{ reporting_date('issued_at') }} as happened_on
  from invoices
  where status not in ('draft', 'void') and not is_test
  union all
  select
    'goodwill' as kind, customer_key, coalesce(channel, 'none') as channel,
    case when channel is null then 'none' else coalesce(topic, 'unknown') end as topic,
    currency, amount, {{ reporting_date('created_at') }} as happened_on
  from given
  where not is_test
),

converted as (
  select
    dated.kind, dated.customer_key, dated.channel, dated.topic, dated.currency, dated.happened_on,
    {{ half_up('cast(dated.amount as double) * cast(rates.rate as double)') }} as amount
  from dated
  left join {{ ref('int_exchange_rates_spanned') }} as rates
    on
      dated.currency = rates.currency
      and dated.happened_on >= rates.valid_from
      and dated.happened_on < rates.valid_to
  union all
  select
    'service_credit' as kind, customer_key, 'none' as channel, 'none' as topic, null as currency,
    month as happened_on, penalty_amount as amount
  from {{ ref('int_sla_penalties_computed') }}
  where penalty_amount != 0
)

select
  converted.kind,
  cast(date_trunc('month', converted.happened_on) as date) as month,
  coalesce(converted.customer_key, {{ unknown_key() }}) as customer_key,
  converted.channel,
  converted.topic,
  converted.currency,
  cast(sum(converted.amount) as decimal(18, 4)) as amount,
  cast(count(*) as bigint) as entries,
  cast(count(converted.amount) as bigint) as entries_with_amount
from converted
left join {{ ref('int_test_customers_listed') }} as test_customers
  on converted.customer_key = test_customers.customer_key
where test_customers.customer_key is null
group by
  converted.kind, cast(date_trunc('month', converted.happened_on) as date),
  coalesce(converted.customer_key, {{ unknown_key() }}), converted.channel, converted.topic, converted.currency

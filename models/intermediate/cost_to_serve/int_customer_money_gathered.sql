-- Money beside the work: invoices, and what was given back out of goodwill, or for broken promises, or is owed for
-- them. At the rate of the day; service credits owed as they are computed for their contract. Test customers have none.
with dated as (
  select
    'invoiced' as kind, parties.customer_key, 'none' as channel, 'none' as topic, invoices.currency,
    invoices.total - coalesce(invoices.tax, 0) as amount, {{ reporting_date('invoices.issued_at') }} as happened_on
  from {{ ref('stg_billing__invoices') }} as invoices
  left join {{ ref('int_parties_linked') }} as parties
    on
      parties.kind = 'billing_customer'
      and invoices.source = parties.source
      and invoices.customer_id = parties.party_id
  where invoices.status not in ('draft', 'void') and not coalesce(parties.is_test, false)
  union all
  select
    case kind when 'goodwill' then 'goodwill' else 'service_credit_paid' end as kind, customer_key,
    coalesce(channel, 'none') as channel, coalesce(topic, 'none') as topic, currency, amount, refunded_on as happened_on
  from {{ ref('int_refunds_linked') }}
  where kind in ('goodwill', 'service_credit') and not is_test
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

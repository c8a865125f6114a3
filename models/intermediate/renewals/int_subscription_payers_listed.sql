-- A subscription begins for a customer with the first day on which what it pays for it comes to something: a free
-- month, or a credit, begins nothing. Handed over, it ends for the one who gave it and begins for the one who took it.
with spans as (
  select
    *,
    row_number() over (
      partition by source, subscription_id, customer_key order by starts_on asc nulls last
    ) as position,
    max(paid_to) over (partition by source, subscription_id, customer_key) as last_paid_to
  from {{ ref('int_subscription_payments_spanned') }}
)

select
  spans.source,
  spans.subscription_id,
  spans.customer_key,
  spans.starts_on as first_paid_on,
  spans.mrr as first_mrr,
  case when endings.customer_key = spans.customer_key then endings.effective_on else spans.last_paid_to end as paid_to
from spans
inner join {{ ref('int_subscription_endings_judged') }} as endings
  on spans.source = endings.source and spans.subscription_id = endings.subscription_id
where spans.position = 1

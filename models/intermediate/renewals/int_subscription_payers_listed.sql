-- A subscription begins for a customer with the first day on which what it pays for it comes to something: a free
-- month, or a credit, begins nothing. Handed over, it ends for the one who gave it and begins for the one who took it.
with periods as (
  select
    periods.*,
    judged.effective_on,
    judged.customer_key = periods.customer_key as is_last_payer
  from {{ ref('int_subscription_endings_judged') }} as judged
  inner join {{ ref('int_subscription_periods_priced') }} as periods
    on
      judged.source = periods.source
      and judged.subscription_id = periods.subscription_id
      and judged.first_paid_on <= periods.starts_on
  where periods.is_recurring and periods.starts_on < periods.ends_on
),

steps as (
  select source, subscription_id, customer_key, starts_on as date_on, mrr from periods
  union all
  select source, subscription_id, customer_key, ends_on as date_on, -mrr as mrr from periods
),

levels as (
  select
    source,
    subscription_id,
    customer_key,
    date_on,
    sum(sum(mrr)) over (
      partition by source, subscription_id, customer_key
      order by date_on
      rows between unbounded preceding and current row
    ) as mrr
  from steps
  group by source, subscription_id, customer_key, date_on
),

begun as (
  select *
  from levels
  where mrr > 0
  qualify row_number() over (partition by source, subscription_id, customer_key order by date_on nulls last) = 1
),

ended as (
  select
    source,
    subscription_id,
    customer_key,
    case when is_last_payer then effective_on else max(ends_on) end as paid_to
  from periods
  group by source, subscription_id, customer_key, is_last_payer, effective_on
)

select
  begun.source,
  begun.subscription_id,
  begun.customer_key,
  begun.date_on as first_paid_on,
  cast(begun.mrr as decimal(18, 4)) as first_mrr,
  ended.paid_to
from begun
inner join ended
  on
    begun.source = ended.source
    and begun.subscription_id = ended.subscription_id
    and begun.customer_key = ended.customer_key

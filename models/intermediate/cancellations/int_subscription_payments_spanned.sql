-- What a customer pays for a subscription comes to something, credits taken off: a free month pays nothing, nor does
-- one that is taken back. Each change of the sum begins a span; a pause that lasts to its end cuts it short.
with periods as (
  select source, subscription_id, customer_key, starts_on, ends_on, mrr
  from {{ ref('int_subscription_periods_priced') }}
  where is_recurring and starts_on < ends_on
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
    date_on as starts_on,
    lead(date_on) over (partition by source, subscription_id, customer_key order by date_on) as ends_on,
    sum(sum(mrr)) over (
      partition by source, subscription_id, customer_key
      order by date_on
      rows between unbounded preceding and current row
    ) as mrr
  from steps
  group by source, subscription_id, customer_key, date_on
)

select
  levels.source,
  levels.subscription_id,
  levels.customer_key,
  levels.starts_on,
  coalesce(pauses.first_on, levels.ends_on) as paid_to,
  cast(levels.mrr as decimal(18, 4)) as mrr
from levels
left join {{ ref('int_subscription_pauses_spanned') }} as pauses
  on
    levels.source = pauses.source
    and levels.subscription_id = pauses.subscription_id
    and levels.ends_on > pauses.first_on
    and levels.ends_on <= pauses.end_on
where levels.mrr > 0 and levels.starts_on < coalesce(pauses.first_on, levels.ends_on)

-- The long intervals of a subscription that end on the same day are one term, worth what its lines were on the last day
-- on which they came to something: a credit that takes the rest of a year back ends it there, and cents that its
-- rounding leaves do not count. What was cut short comes due at the end of its interval.
with lines as (
  select
    *,
    interval_ends_on as due_on
  from {{ ref('int_billing_lines_listed') }}
  where is_long
),

changes as (
  select source, subscription_id, customer_key, due_on, starts_on as day, mrr
  from lines
  union all
  select source, subscription_id, customer_key, due_on, ends_on as day, -mrr as mrr
  from lines
),

stretches as (
  select
    source,
    subscription_id,
    customer_key,
    due_on,
    day as starts_on,
    lead(day) over term as ends_on,
    sum(sum(mrr)) over term as mrr
  from changes
  group by source, subscription_id, customer_key, due_on, day
  window term as (partition by source, subscription_id, customer_key, due_on order by day)
),

terms as (
  select
    source,
    subscription_id,
    customer_key,
    due_on,
    min(starts_on) as starts_on,
    max(ends_on) as served_to
  from stretches
  where cast(mrr as double) * {{ days_between('starts_on', 'ends_on') }} >= 0.02 * 30.4375
  group by source, subscription_id, customer_key, due_on
),

numbered as (
  select
    terms.*,
    cast(12 * stretches.mrr as decimal(18, 4)) as value_a_year,
    row_number() over (
      partition by terms.source, terms.subscription_id, terms.customer_key order by terms.due_on
    ) - 1 as term_number
  from terms
  inner join stretches
    on
      terms.source = stretches.source
      and terms.subscription_id = stretches.subscription_id
      and terms.customer_key = stretches.customer_key
      and terms.due_on = stretches.due_on
      and terms.served_to = stretches.ends_on
),

plans as (
  select
    lines.source,
    lines.subscription_id,
    lines.customer_key,
    lines.due_on,
    lines.product_id,
    lines.plan,
    sum(lines.mrr) as mrr
  from lines
  inner join terms
    on
      lines.source = terms.source
      and lines.subscription_id = terms.subscription_id
      and lines.customer_key = terms.customer_key
      and lines.due_on = terms.due_on
      and lines.starts_on < terms.served_to
      and lines.ends_on >= terms.served_to
  group by lines.source, lines.subscription_id, lines.customer_key, lines.due_on, lines.product_id, lines.plan
),

main_plans as (
  select
    source,
    subscription_id,
    customer_key,
    due_on,
    product_id,
    plan
  from plans
  qualify row_number() over (
    partition by source, subscription_id, customer_key, due_on
    order by mrr desc nulls last, plan asc nulls last, product_id asc nulls last
  ) = 1
)

select
  {{ surrogate_key(["'billing term'", 'numbered.source', 'numbered.subscription_id', 'numbered.customer_key',
    'numbered.due_on']) }} as billing_term_key,
  numbered.*,
  main_plans.product_id,
  main_plans.plan
from numbered
left join main_plans
  on
    numbered.source = main_plans.source
    and numbered.subscription_id = main_plans.subscription_id
    and numbered.customer_key = main_plans.customer_key
    and numbered.due_on = main_plans.due_on

-- A line of a subscription goes by its item or, where its source names none, by its product and plan. Its periods make
-- one run while no gap between them is longer than the grace days.
with lines as (
  select
    source,
    period_id,
    subscription_id,
    customer_key,
    product_id,
    plan,
    case
      when item_id is not null then 'item ' || item_id
      else 'plan ' || coalesce(product_id, '') || ' ' || coalesce(plan, '')
    end as line_id,
    starts_on,
    ends_on,
    interval_ends_on,
    coalesce(mrr, 0) as mrr,
    {{ is_renewable_term('interval_starts_on', 'interval_ends_on') }} as is_long
  from {{ ref('int_subscription_periods_priced') }}
  where is_recurring and starts_on < ends_on
),

followed as (
  select
    *,
    max(case when mrr > 0 then ends_on end) over (
      partition by source, subscription_id, customer_key, line_id
      order by starts_on, period_id
      rows between unbounded preceding and 1 preceding
    ) as served_before_to
  from lines
)

select
  *,
  max(
    case when {{ days_later('served_before_to', var('renewal_grace_days')) }} >= starts_on then null else starts_on end
  ) over (
    partition by source, subscription_id, customer_key, line_id
    order by starts_on, period_id
    rows between unbounded preceding and current row
  ) as run_starts_on
from followed

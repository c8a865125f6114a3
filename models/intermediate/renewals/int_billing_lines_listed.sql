-- A line of a subscription goes by its item or, where its source names none, by its product and plan. Its periods make
-- one run while no gap between them is longer than the grace days. A plan of 365 days, which a leap year makes shorter
-- than twelve months, is one of a year all the same.
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
    {{ months_later('interval_starts_on', var('renewal_min_months')) }} <= interval_ends_on
    or {{ days_between('interval_starts_on', 'interval_ends_on') }} >= floor(30.4375 * {{ var('renewal_min_months') }})
      as is_long
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

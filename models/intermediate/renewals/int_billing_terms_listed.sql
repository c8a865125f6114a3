-- The long intervals of a subscription whose customer has no contract. One that was cut short keeps the end of its
-- interval: then it comes due. It is continued where paid service of the same subscription covers the due date or
-- begins within the grace days, and does not end again within them.
with contracted as (
  select distinct customer_key from {{ ref('int_contracts_valued') }}
),

periods as (
  select periods.*
  from {{ ref('int_subscription_periods_priced') }} as periods
  left join contracted on periods.customer_key = contracted.customer_key
  where periods.is_recurring and periods.starts_on < periods.ends_on and contracted.customer_key is null
),

terms as (
  select
    source,
    subscription_id,
    customer_key,
    interval_ends_on as due_on,
    min(starts_on) as starts_on,
    max(ends_on) as served_to
  from periods
  where {{ months_later('interval_starts_on', var('renewal_min_months')) }} <= interval_ends_on
  group by source, subscription_id, customer_key, interval_ends_on
),

endings as (
  select
    terms.*,
    judged.effective_on
  from terms
  left join {{ ref('int_subscription_endings_judged') }} as judged
    on terms.source = judged.source and terms.subscription_id = judged.subscription_id
),

continued as (
  select
    endings.source,
    endings.subscription_id,
    endings.customer_key,
    endings.due_on,
    greatest(min(periods.starts_on), endings.served_to) as continued_on
  from endings
  inner join periods
    on
      endings.source = periods.source
      and endings.subscription_id = periods.subscription_id
      and endings.customer_key = periods.customer_key
      and endings.due_on < periods.ends_on
      and {{ days_later('endings.due_on', var('renewal_grace_days')) }} >= periods.starts_on
  where coalesce(endings.effective_on > {{ days_later('endings.due_on', var('renewal_grace_days')) }}, true)
  group by endings.source, endings.subscription_id, endings.customer_key, endings.due_on, endings.served_to
),

continued_values as (
  select
    continued.source,
    continued.subscription_id,
    continued.customer_key,
    continued.due_on,
    continued.continued_on,
    12 * sum(periods.mrr) as value_a_year
  from continued
  inner join periods
    on
      continued.source = periods.source
      and continued.subscription_id = periods.subscription_id
      and continued.customer_key = periods.customer_key
      and greatest(continued.continued_on, continued.due_on) >= periods.starts_on
      and greatest(continued.continued_on, continued.due_on) < periods.ends_on
  group by
    continued.source, continued.subscription_id, continued.customer_key, continued.due_on, continued.continued_on
)

select
  endings.source,
  endings.subscription_id,
  endings.customer_key,
  endings.starts_on,
  endings.due_on,
  least(endings.served_to, endings.due_on) as served_to,
  row_number() over (
    partition by endings.source, endings.subscription_id, endings.customer_key order by endings.due_on
  ) - 1 as term_number,
  coalesce(endings.effective_on <= endings.due_on, false) as is_terminated,
  continued_values.continued_on,
  cast(continued_values.value_a_year as decimal(18, 4)) as continued_value_a_year
from endings
left join continued_values
  on
    endings.source = continued_values.source
    and endings.subscription_id = continued_values.subscription_id
    and endings.customer_key = continued_values.customer_key
    and endings.due_on = continued_values.due_on

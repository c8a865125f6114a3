-- The long intervals of a subscription whose customer has no contract. A subscription that was cut short keeps the
-- end of its interval: then it would have come due. Its value is that of the lines that run to its end.
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
    interval_ends_on as end_on,
    min(starts_on) as starts_on,
    max(ends_on) as ran_to
  from periods
  where {{ months_later('interval_starts_on', var('renewal_min_months')) }} <= interval_ends_on
  group by source, subscription_id, customer_key, interval_ends_on
),

valued as (
  select
    terms.source,
    terms.subscription_id,
    terms.customer_key,
    terms.end_on,
    terms.starts_on,
    terms.ran_to,
    12 * sum(periods.mrr) as value_a_year
  from terms
  inner join periods
    on
      terms.source = periods.source
      and terms.subscription_id = periods.subscription_id
      and terms.customer_key = periods.customer_key
      and periods.starts_on < terms.ran_to
      and periods.ends_on >= terms.ran_to
  group by
    terms.source, terms.subscription_id, terms.customer_key, terms.end_on, terms.starts_on, terms.ran_to
),

-- Billed on: the first period of the same subscription that starts with the end of the term or within the grace days.
continued as (
  select
    valued.source,
    valued.subscription_id,
    valued.customer_key,
    valued.end_on,
    min(periods.starts_on) as continued_on
  from valued
  inner join periods
    on
      valued.source = periods.source
      and valued.subscription_id = periods.subscription_id
      and valued.customer_key = periods.customer_key
      and periods.starts_on >= valued.ran_to
      and periods.starts_on <= {{ days_later('valued.end_on', var('renewal_grace_days')) }}
      and periods.ends_on > valued.end_on
  group by valued.source, valued.subscription_id, valued.customer_key, valued.end_on
),

continued_values as (
  select
    continued.source,
    continued.subscription_id,
    continued.customer_key,
    continued.end_on,
    continued.continued_on,
    12 * sum(periods.mrr) as value_a_year
  from continued
  inner join periods
    on
      continued.source = periods.source
      and continued.subscription_id = periods.subscription_id
      and continued.customer_key = periods.customer_key
      and periods.starts_on <= continued.continued_on
      and periods.ends_on > continued.continued_on
  group by
    continued.source, continued.subscription_id, continued.customer_key, continued.end_on, continued.continued_on
)

select
  valued.source,
  valued.subscription_id,
  valued.customer_key,
  valued.starts_on,
  cast(valued.end_on - interval '1' day as date) as due_on,
  valued.ran_to < valued.end_on as is_cut_short,
  cast(valued.value_a_year as decimal(18, 4)) as value_a_year,
  continued_values.continued_on,
  cast(continued_values.value_a_year as decimal(18, 4)) as continued_value_a_year
from valued
left join continued_values
  on
    valued.source = continued_values.source
    and valued.subscription_id = continued_values.subscription_id
    and valued.customer_key = continued_values.customer_key
    and valued.end_on = continued_values.end_on

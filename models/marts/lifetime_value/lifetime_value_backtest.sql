-- Customers that were there when the earlier part ends, month by month after it: as many as the two methods would have
-- said then, and as many as there were.
with members as (
  select 'total' as dimension, 'total' as dimension_value, * from {{ ref('int_customer_lifetimes_measured') }}
  union all
  select 'segment' as dimension, segment as dimension_value, * from {{ ref('int_customer_lifetimes_measured') }}
),

months as (
  select * from {{ ref('int_customer_margins_by_month') }} where is_complete
),

fits as (
  select * from {{ source('enrichment', 'retention_fitted') }} where is_backtest
),

cutoffs as (
  select
    (select max(fitted_through_on) from fits) as cutoff_on,
    (select max(observed_through_on) from members) as last_month
),

ahead as (
  select
    cutoff_on,
    {{ each_number('1', months_between('cutoff_on', 'last_month')) }} as months_ahead
  from cutoffs
),

-- Customers in their first, unbroken time at the cutoff.
stayers as (
  select
    members.dimension,
    members.dimension_value,
    members.customer_key,
    members.churned_on,
    {{ months_between('members.started_on', 'cutoffs.cutoff_on') }} as age_months,
    months.mrr
  from members
  inner join cutoffs
    on
      members.started_on <= cutoffs.cutoff_on
      and coalesce(members.churned_on, date '9999-12-31') > cutoffs.cutoff_on
  inner join months on members.customer_key = months.customer_key and cutoffs.cutoff_on = months.month
),

hazards as (
  select
    members.dimension,
    members.dimension_value,
    cast(sum(case when months.is_followed then 0 else 1 end) as double) / count(*) as churn_rate
  from months
  inner join members on months.customer_key = members.customer_key
  cross join cutoffs
  where {{ months_between('months.month', 'cutoffs.cutoff_on') }} between 1 and 12
  group by members.dimension, members.dimension_value
),

counted as (
  select
    stayers.dimension,
    stayers.dimension_value,
    stayers.age_months,
    ahead.cutoff_on,
    ahead.months_ahead,
    count(*) as customers_at_cutoff,
    sum(stayers.mrr) as mrr_at_cutoff,
    count(now.customer_key) as customers_kept,
    coalesce(sum(now.mrr), 0) as mrr_kept
  from stayers
  cross join ahead
  left join months as now
    on
      stayers.customer_key = now.customer_key
      and {{ months_later('ahead.cutoff_on', 'ahead.months_ahead') }} = now.month
      and coalesce(stayers.churned_on, date '9999-12-31') > now.month
  group by stayers.dimension, stayers.dimension_value, stayers.age_months, ahead.cutoff_on, ahead.months_ahead
),

expected as (
  select counted.*, 'survival' as method, cast(later.survival as double) / fits.survival as kept_share
  from counted
  left join fits
    on
      counted.dimension = fits.dimension
      and counted.dimension_value = fits.dimension_value
      and counted.age_months = fits.age_months
  left join fits as later
    on
      counted.dimension = later.dimension
      and counted.dimension_value = later.dimension_value
      and counted.age_months + counted.months_ahead = later.age_months
  union all
  select counted.*, 'constant_hazard' as method, power(1 - hazards.churn_rate, counted.months_ahead) as kept_share
  from counted
  left join hazards
    on counted.dimension = hazards.dimension and counted.dimension_value = hazards.dimension_value
)

select
  dimension,
  dimension_value,
  method,
  cutoff_on,
  cast(months_ahead as bigint) as months_ahead,
  cast(sum(customers_at_cutoff) as bigint) as customers_at_cutoff,
  case
    when count(*) = count(kept_share)
      then cast(sum({{ half_up('customers_at_cutoff * kept_share') }}) as decimal(18, 4))
  end as customers_expected,
  cast(sum(customers_kept) as bigint) as customers_kept,
  case
    when count(*) = count(kept_share)
      then cast(sum({{ half_up('cast(mrr_at_cutoff as double) * kept_share') }}) as decimal(18, 4))
  end as expected_mrr,
  cast(sum(mrr_kept) as decimal(18, 4)) as kept_mrr
from expected
group by dimension, dimension_value, method, cutoff_on, months_ahead

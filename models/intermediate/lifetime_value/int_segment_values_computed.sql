-- One customer's value by segment, three ways. Every sum is over the customers that started in the segment.
with lifetimes as (
  select * from {{ ref('int_customer_lifetimes_measured') }}
),

fits as (
  select * from {{ source('enrichment', 'retention_fitted') }} where not is_backtest
),

-- Opening customers of each of the last 12 complete months, and those of them that it closed without.
openings as (
  select
    lifetimes.customer_key,
    count(*) as months_opened,
    sum(case when not months.is_followed then 1 else 0 end) as months_churned
  from {{ ref('int_customer_margins_by_month') }} as months
  inner join lifetimes on months.customer_key = lifetimes.customer_key
  where
    {{ months_between('months.month', 'lifetimes.observed_through_on') }} between 1 and 12
  group by lifetimes.customer_key
),

customers as (
  select
    lifetimes.segment,
    lifetimes.is_paying, lifetimes.mrr, lifetimes.margin_amount,
    lifetimes.total_mrr, lifetimes.total_margin_amount,
    lifetimes.discounted_margin_amount,
    openings.months_opened,
    openings.months_churned,
    {{ half_up('cast(lifetimes.margin_amount as double) * fits.remaining_months') }} as remaining_amount
  from lifetimes
  left join openings on lifetimes.customer_key = openings.customer_key
  left join fits
    on
      fits.dimension = 'segment'
      and lifetimes.segment = fits.dimension_value
      and lifetimes.age_months = fits.age_months
  where lifetimes.paid_months > 0
),

summed as (
  {%- for dimension, value in [('total', "'total'"), ('segment', 'segment')] %}
  select
    '{{ dimension }}' as dimension,
    {{ value }} as dimension_value,
    count(*) as customers,
    count(mrr) as customers_paying,
    coalesce(sum(mrr), 0) as mrr,
    coalesce(sum(margin_amount), 0) as margin_amount,
    sum(total_mrr) as total_mrr, sum(total_margin_amount) as total_margin_amount,
    sum(discounted_margin_amount) as discounted_margin_amount,
    coalesce(sum(months_opened), 0) as months_opened,
    coalesce(sum(months_churned), 0) as months_churned,
    count(remaining_amount) as customers_valued,
    sum(remaining_amount) as remaining_amount
  from customers
  {{ 'group by segment' if dimension == 'segment' else 'having count(*) > 0' }}
  {{ 'union all' if not loop.last }}
  {%- endfor %}
),

methods as (
  select 'historic' as method, cast(null as bigint) as fitted_age_months
  union all
  select 'constant_hazard' as method, cast(null as bigint) as fitted_age_months
  union all
  select 'survival' as method, 0 as fitted_age_months
),

joined as (
  select
    summed.*,
    methods.method,
    case when methods.method = 'historic' then summed.total_mrr else summed.mrr end as mrr_in_value,
    case
      when methods.method = 'historic' then summed.total_margin_amount else summed.margin_amount
    end as margin_in_value,
    fits.alpha, fits.beta, fits.log_likelihood,
    fits.customers as customers_fitted,
    fits.lifetime_months,
    fits.reason,
    fits.enrichment_version,
    cast(nullif(summed.months_churned, 0) as double) / summed.months_opened as churn_rate
  from summed
  cross join methods
  left join fits
    on
      methods.fitted_age_months = fits.age_months
      and summed.dimension = fits.dimension
      and summed.dimension_value = fits.dimension_value
)

select
  dimension,
  dimension_value,
  method,
  customers,
  customers_paying,
  cast(mrr as decimal(18, 4)) as mrr,
  cast(margin_amount as decimal(18, 4)) as margin_amount,
  cast(margin_in_value as double) / nullif(mrr_in_value, 0) as gross_margin_share,
  case when method = 'constant_hazard' then cast(months_opened as bigint) end as months_opened,
  case when method = 'constant_hazard' then cast(months_churned as bigint) end as months_churned,
  case when method = 'constant_hazard' then churn_rate end as churn_rate,
  alpha, beta, log_likelihood, customers_fitted, lifetime_months, enrichment_version,
  case method
    when 'historic' then {{ decimal_quotient('discounted_margin_amount', 'customers') }}
    when 'constant_hazard' then {{ decimal_quotient('margin_amount', 'customers_paying * churn_rate') }}
    else {{ half_up('cast(margin_amount as double) / nullif(customers_paying, 0) * lifetime_months') }}
  end as customer_value_amount,
  case when method = 'survival' then customers_valued end as customers_valued,
  case when method = 'survival' then cast(remaining_amount as decimal(18, 4)) end as remaining_value_amount,
  case
    when method <> 'historic' and customers_paying = 0 then 'nobody pays'
    when method = 'constant_hazard' and months_churned = 0 then 'nobody has left in the last 12 months'
    when method = 'survival' and alpha is null then coalesce(reason, 'no model was fitted')
  end as reason
from joined

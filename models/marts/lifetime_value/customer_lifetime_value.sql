with lifetimes as (
  select * from {{ ref('int_customer_lifetimes_measured') }}
),

segments as (
  select * from {{ ref('int_segment_values_computed') }} where dimension = 'segment'
),

fits as (
  select * from {{ source('enrichment', 'retention_fitted') }} where dimension = 'segment' and not is_backtest
),

methods as (
  select 'historic' as method
  union all
  select 'constant_hazard' as method
  union all
  select 'survival' as method
),

valued as (
  select
    lifetimes.*,
    methods.method,
    segments.churn_rate,
    segments.alpha,
    segments.beta,
    segments.log_likelihood,
    segments.customers_fitted,
    segments.enrichment_version,
    case when methods.method = 'survival' then fits.remaining_months end as remaining_months,
    case
      when lifetimes.paid_months = 0 then 'no complete month yet'
      when methods.method <> 'historic' and not lifetimes.is_paying then 'does not pay'
      else segments.reason
    end as reason
  from lifetimes
  cross join methods
  left join segments on lifetimes.segment = segments.dimension_value and methods.method = segments.method
  left join fits on lifetimes.segment = fits.dimension_value and lifetimes.age_months = fits.age_months
)

select
  customer_key,
  customer_id,
  method,
  segment,
  started_on,
  churned_on,
  is_paying,
  age_months,
  paid_months,
  mrr as monthly_amount,
  margin_amount as monthly_margin_amount,
  case
    when method = 'historic' then cast(total_margin_amount as double) / nullif(cast(total_mrr as double), 0)
    else cast(margin_amount as double) / nullif(cast(mrr as double), 0)
  end as gross_margin_share,
  case when method <> 'constant_hazard' then cast({{ var('discount_rate') }} as double) end as discount_rate,
  case when method = 'survival' then cast({{ var('ltv_horizon_months') }} as bigint) end as horizon_months,
  churn_rate,
  alpha,
  beta,
  log_likelihood,
  customers_fitted,
  enrichment_version as model_version,
  remaining_months,
  case
    when reason is null then
      case method
        when 'historic' then discounted_margin_amount
        when 'constant_hazard' then {{ decimal_quotient('margin_amount', 'churn_rate') }}
        else {{ half_up('cast(margin_amount as double) * remaining_months') }}
      end
  end as lifetime_value_amount,
  reason
from valued

with delivered as (
  select currency from {{ ref('stg_billing__subscription_periods') }}
  union
  select currency from {{ ref('stg_billing__invoices') }}
  union
  select currency from {{ ref('stg_billing__payments') }}
  union
  select currency from {{ ref('stg_crm__contracts') }}
  where
    currency is not null and (penalty_band is not null or coalesce(value, monthly_fee) is not null)
    and not {{ is_no_contract('status') }}
  union
  select currency from {{ ref('stg_commerce__orders') }}
  union
  select currency from {{ ref('stg_billing__refunds') }}
  union
  select currency from {{ ref('stg_workforce__service_costs') }}
)

select
  {% if var('reporting_currency') -%}
  '{{ var("reporting_currency") }}'
  {%- else -%}
  case when count(*) = 1 then min(currency) end
  {%- endif %} as reporting_currency,
  count(*) as delivered_currencies
from delivered

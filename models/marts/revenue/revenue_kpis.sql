{{ config(schema='kpis') }}

with periods as (
  select
    period_start as month,
    date_on,
    closes_at
  from {{ ref('int_periods_listed') }}
  where period_kind = 'month' and is_last_day
),

closing as (
  select
    periods.date_on,
    mrr.customer_key,
    mrr.plan,
    coalesce(products.product, 'unknown') as product,
    coalesce(versions.segment, 'unknown') as segment,
    mrr.mrr
  from {{ ref('int_mrr_by_month') }} as mrr
  inner join periods on mrr.month = periods.month
  left join {{ ref('dim_product') }} as products
    on mrr.source = products.source and mrr.product_id = products.product_id
  left join {{ ref('int_customer_versions_dated') }} as versions
    on
      mrr.customer_key = versions.customer_key
      and periods.closes_at > {{ reporting_time('versions.valid_from') }}
      and periods.closes_at <= {{ reporting_time('versions.valid_to') }}
),

opened as (
  select * from {{ ref('fct_mrr_movements') }} where opening_mrr > 0
)

{{ stock_kpi(
  'mrr', 'closing', 'closing', 'mrr', ['total', 'segment', 'plan', 'product'],
  n='count(distinct facts.customer_key)', period_kinds=['month', 'quarter', 'year']
) }}
union all
{{ additive_kpi(
  'churn_logo', 'monthly', 'opened', 'month', 'case when closing_mrr = 0 then 1 else 0 end', ['segment'],
  denominator='1', period_kinds=['month']
) }}
union all
{{ additive_kpi(
  'churn_revenue', 'monthly', 'opened', 'month', 'churn_mrr + contraction_mrr', ['segment'],
  denominator='opening_mrr', n='1', period_kinds=['month']
) }}

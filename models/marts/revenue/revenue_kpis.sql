{{ config(schema='kpis') }}

{# Of a plan that was left, a charge and its credit may still cover the day: nobody pays for what they come to. #}
{% set payers = 'count(distinct case when facts.mrr > 0 then facts.customer_key end)' %}
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
)

{{ stock_kpi(
  'mrr', 'closing', 'closing', 'mrr', ['total', 'segment', 'plan', 'product'],
  n=payers, period_kinds=['month', 'quarter', 'year']
) }}
union all
{{ stock_kpi(
  'arpa', 'closing', 'closing', 'mrr', ['total', 'segment', 'plan', 'product'],
  denominator=payers, period_kinds=['month', 'quarter', 'year']
) }}

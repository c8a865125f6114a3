-- noqa: disable=LT02
{{ config(schema='kpis') }}

with survivals as (
  select * from {{ ref('int_monthly_survivals_estimated') }}
),

valued as (
  select
    method,
    'all' as period_kind,
    cast(null as date) as period_start,
    dimension,
    dimension_value,
    cast(customer_value_amount as double) as measured,
    case when method = 'historic' then customers else customers_paying end as n,
    0 as n_immature
  from {{ ref('int_segment_values_computed') }}
),

buyers as (
  select
    histories.segment,
    {{ order_value('histories', 'fitted') }} as amount
  from {{ ref('int_order_histories_counted') }} as histories
  left join {{ source('enrichment', 'order_values_fitted') }} as fitted
    on histories.customer_key = fitted.customer_key and not fitted.is_backtest and fitted.reason is null
  where not histories.is_backtest
),

ordered as (
  {%- for dimension, value in [('total', "'total'"), ('segment', 'segment')] %}
  select
    'all' as period_kind,
    cast(null as date) as period_start,
    '{{ dimension }}' as dimension,
    {{ value }} as dimension_value,
    cast(sum(amount) as double) / nullif(count(amount), 0) as measured,
    coalesce(nullif(count(amount), 0), count(*)) as n,
    0 as n_immature
  from buyers
  {{ 'group by segment' if dimension == 'segment' else 'having count(*) > 0' }}
  {{ 'union all' if not loop.last }}
  {%- endfor %}
),

effects as (
  select
    yearly.*,
    yearly.effect_percent as measured,
    yearly.customers_at_opening as n,
    0 as n_immature
  from {{ ref('int_yearly_retentions_compared') }} as yearly
)

{{ measured_kpi('churn_logo', 'cohort_km', 'survivals', ['segment'], has_interval=true) }}
union all
{{ measured_kpi('ltv', 'historic', "(select * from valued where method = 'historic') as facts", ['segment']) }}
union all
{{ measured_kpi(
  'ltv', 'constant_hazard', "(select * from valued where method = 'constant_hazard') as facts", ['segment']
) }}
union all
{{ measured_kpi('ltv', 'survival', "(select * from valued where method = 'survival') as facts", ['segment']) }}
union all
{{ measured_kpi('ltv_orders', 'bgnbd_gamma_gamma', 'ordered', ['segment']) }}
union all
{{ measured_kpi('retention_profit_effect', 'plus_5_points', 'effects', ['segment']) }}

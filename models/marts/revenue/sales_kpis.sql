{{ config(schema='kpis') }}

{% set dimensions = ['channel', 'segment', 'product'] %}
with products as (
  select product_key, product from {{ ref('dim_product') }}
),

earned as (
  select
    revenue.month,
    revenue.channel,
    revenue.segment,
    products.product,
    revenue.revenue_amount
  from {{ ref('fct_revenue') }} as revenue
  left join products on revenue.product_key = products.product_key
),

ordered as (
  select
    orders.ordered_on,
    orders.channel,
    orders.segment,
    products.product,
    orders.reporting_amount - coalesce(orders.returned_amount, 0) as kept_amount,
    case when orders.first_returned_on is not null then 1 else 0 end as is_returned
  from {{ ref('fct_orders') }} as orders
  left join products on orders.product_key = products.product_key
  where not orders.is_canceled and not orders.is_test
)

{{ additive_kpi(
  'revenue', 'default', 'earned', 'month', 'revenue_amount', dimensions, n='1',
  period_kinds=['month', 'quarter', 'year', 'all']
) }}
union all
{{ additive_kpis('ordered', 'ordered_on', dimensions, [
  {'kpi_id': 'orders', 'variant': 'default', 'numerator': '1'},
  {'kpi_id': 'aov', 'variant': 'default', 'numerator': 'kept_amount', 'denominator': '1'},
]) }}
union all
{{ additive_kpi(
  'return_rate', 'default', 'ordered', 'ordered_on', 'is_returned', dimensions, denominator='1',
  period_kinds=['week', 'month', 'quarter', 'year', 'all']
) }}

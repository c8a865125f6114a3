{{ config(schema='kpis') }}

-- Who paid at the opening of a month and not at its closing, and what it had left as margin in the month before.
with churned as (
  select
    movements.month,
    movements.segment,
    cast(12 * margins.margin_amount as decimal(18, 4)) as lost_margin,
    1 as customers
  from {{ ref('fct_mrr_movements') }} as movements
  inner join {{ ref('int_customer_margins_by_month') }} as margins
    on
      movements.customer_key = margins.customer_key
      and movements.month = {{ months_later('margins.month', '1') }}
  where movements.churn_mrr > 0
)

{{ additive_kpi(
  'loss_cost', 'per_customer', 'churned', 'month', 'lost_margin', ['segment'], denominator='customers',
  period_kinds=['month', 'quarter', 'year']
) }}

{{ config(schema='kpis') }}

{% set cuts = ['total', 'segment', 'plan', 'product'] -%}
{%- set dimensions = ['segment', 'plan', 'product'] -%}
{%- set kinds = ['month', 'quarter', 'year'] -%}
with periods as (
  select
    period_kind,
    period_start,
    date_on,
    max(date_on) over (partition by period_kind, period_start) as last_on
  from {{ ref('int_periods_listed') }}
  where period_kind in ('month', 'quarter', 'year')
),

due as (
  select
    renewals.*,
    coalesce(products.product, 'unknown') as product,
    case when renewals.outcome = 'pending' then 1 else 0 end as is_pending,
    case when renewals.outcome in ('lost', 'pending') then 0 else 1 end as is_renewed
  from {{ ref('fct_renewals') }} as renewals
  left join {{ ref('dim_product') }} as products on renewals.product_key = products.product_key
  where renewals.is_due
),

-- A customer with several terms in a period counts once: renewed when any is, undecided while one of the others is.
with_customers as (
  select
    periods.period_kind,
    periods.last_on as date_on,
    due.segment,
    due.plan,
    due.product,
    max(due.is_renewed) over customer as is_renewed,
    max(due.is_pending) over customer as has_pending,
    row_number() over (
      partition by
        periods.period_kind, periods.period_start,
        case when due.customer_key = {{ unknown_key() }} then due.renewal_key else due.customer_key end
      order by due.value_before_amount desc nulls last, due.renewal_key asc nulls last
    ) as preference
  from due
  inner join periods on due.due_on = periods.date_on
  window
    customer as (
      partition by
        periods.period_kind, periods.period_start,
        case when due.customer_key = {{ unknown_key() }} then due.renewal_key else due.customer_key end
    )
),

customers as (
  select
    *,
    case when is_renewed = 1 or has_pending = 0 then 1 else 0 end as is_decided
  from with_customers
  where preference = 1
),

valued as (
  select
    due_on,
    segment,
    plan,
    product,
    is_pending,
    1 - is_pending as is_decided,
    case when is_pending = 1 then 0 else value_before_amount end as value_due,
    coalesce(value_renewed_amount, 0) as value_renewed
  from due
  where value_before_amount is not null
)

{{ stock_kpi(
  'renewal_rate', 'logo', 'customers', 'is_renewed', cuts, 'sum(facts.is_decided)', period_kinds=kinds, by_kind=true,
  immature='sum(1 - facts.is_decided)'
) }}
union all
{{ additive_kpi(
  'renewal_rate', 'value', 'valued', 'due_on', 'value_renewed', dimensions, denominator='value_due', n='is_decided',
  immature='is_pending', period_kinds=kinds
) }}

{{ config(schema='kpis') }}

with month_ends as (
  select
    period_start as month,
    date_on
  from {{ ref('int_periods_listed') }}
  where period_kind = 'month' and is_last_day
),

-- Who paid at the opening of a month, and what became of it at its closing.
monthly as (
  select
    month_ends.date_on,
    movements.segment,
    movements.churn_kind,
    movements.opening_mrr,
    movements.churn_mrr + movements.contraction_mrr as lost_mrr,
    movements.opening_mrr - movements.churn_mrr - movements.contraction_mrr as kept_mrr,
    movements.closing_mrr,
    case when movements.closing_mrr = 0 then 1 else 0 end as is_lost
  from {{ ref('fct_mrr_movements') }} as movements
  inner join month_ends on movements.month = month_ends.month
  where movements.opening_mrr > 0
),

-- Who paid twelve months before the closing of a month: the cohort is closed, whoever joined or came back since is not
-- of it, and whoever left and came back is.
annual as (
  select
    month_ends.date_on,
    opened.segment,
    opened.opening_mrr,
    opened.opening_mrr - least(closed.closing_mrr, opened.opening_mrr) as lost_mrr,
    least(closed.closing_mrr, opened.opening_mrr) as kept_mrr,
    closed.closing_mrr,
    case when closed.closing_mrr = 0 then 1 else 0 end as is_lost
  from {{ ref('fct_mrr_movements') }} as opened
  inner join {{ ref('fct_mrr_movements') }} as closed
    on
      opened.customer_key = closed.customer_key
      and {{ months_later('opened.month', '11') }} = closed.month
  inner join month_ends on closed.month = month_ends.month
  where opened.opening_mrr > 0
),

kinds as (
  select 'voluntary' as churn_kind
  union all
  select 'involuntary' as churn_kind
  union all
  select 'unknown' as churn_kind
),

-- Voluntary or not: those who left in that way among all who were there.
monthly_by_kind as (
  select
    monthly.date_on,
    kinds.churn_kind,
    monthly.opening_mrr,
    case when monthly.is_lost = 1 and monthly.churn_kind = kinds.churn_kind then 1 else 0 end as is_lost
  from monthly
  cross join kinds
),

-- Who came back is in neither term: the customer had left before.
ever_paying as (
  select
    *,
    case when has_ended then 1 else 0 end as is_lost
  from {{ ref('int_customer_presence_compared') }}
  where basis = 'contract' and (is_at_opening or is_new)
),

ordering as (
  select
    *,
    case when is_at_closing then 0 else 1 end as is_lost
  from {{ ref('int_customer_presence_compared') }}
  where basis = 'orders' and is_at_opening
)

{%- set cuts = ['total', 'segment'] -%}
{%- set month = ['month'] -%}
{%- set longer = ['month', 'quarter', 'year'] %}
{%- set opening = 'sum(facts.opening_mrr)' %}

{{ stock_kpi('churn_logo', 'monthly', 'monthly', 'is_lost', cuts, 'count(*)', period_kinds=month) }}
union all
{{ stock_kpi('churn_logo', 'monthly', 'monthly_by_kind', 'is_lost', ['churn_kind'], 'count(*)', period_kinds=month) }}
union all
{{ stock_kpi('churn_logo', 'annual', 'annual', 'is_lost', cuts, 'count(*)', period_kinds=longer) }}
union all
{{ stock_kpi('churn_logo', 'stripe', 'ever_paying', 'is_lost', cuts, 'count(*)', period_kinds=longer, by_kind=true) }}
union all
{{ stock_kpi('churn_logo', 'inactivity', 'ordering', 'is_lost', cuts, 'count(*)', period_kinds=longer, by_kind=true) }}
union all
{{ stock_kpi('churn_revenue', 'monthly', 'monthly', 'lost_mrr', cuts, opening, 'count(*)', month) }}
union all
{{ stock_kpi('churn_revenue', 'annual', 'annual', 'lost_mrr', cuts, opening, 'count(*)', longer) }}
union all
{{ stock_kpi('grr', 'monthly', 'monthly', 'kept_mrr', cuts, opening, 'count(*)', month) }}
union all
{{ stock_kpi('grr', 'annual', 'annual', 'kept_mrr', cuts, opening, 'count(*)', longer) }}
union all
{{ stock_kpi('nrr', 'monthly', 'monthly', 'closing_mrr', cuts, opening, 'count(*)', month) }}
union all
{{ stock_kpi('nrr', 'annual', 'annual', 'closing_mrr', cuts, opening, 'count(*)', longer) }}

-- noqa: disable=LT02
-- The months of a year are closings: of who paid at the one before it, who pays at its last one?
with clock as (
  select max(period_start) as last_month
  from {{ ref('int_periods_listed') }}
  where period_kind = 'month' and not is_partial
),

periods as (
  select distinct
    period_kind,
    period_start,
    {{ months_later('period_start', '-1') }} as opening_on,
    {{ months_later('period_start', '11') }} as closing_on
  from {{ ref('int_periods_listed') }}
  where period_kind = 'year' and not is_partial
  union all
  select
    'all' as period_kind,
    cast(null as date) as period_start,
    {{ months_later('last_month', '-12') }} as opening_on,
    last_month as closing_on
  from clock
),

opened as (
  select
    periods.period_kind,
    periods.period_start,
    periods.opening_on,
    lifetimes.segment,
    closing.customer_key is not null as is_retained
  from periods
  inner join {{ ref('int_customer_margins_by_month') }} as opening on periods.opening_on = opening.month
  inner join {{ ref('int_customer_lifetimes_measured') }} as lifetimes
    on opening.customer_key = lifetimes.customer_key
  left join {{ ref('int_customer_margins_by_month') }} as closing
    on periods.closing_on = closing.month and opening.customer_key = closing.customer_key
),

counted as (
  {%- for dimension, value in [('total', "'total'"), ('segment', 'segment')] %}
  select
    '{{ dimension }}' as dimension,
    {{ value }} as dimension_value,
    period_kind,
    period_start,
    opening_on,
    count(*) as customers_at_opening,
    count(case when is_retained then 1 end) as customers_retained
  from opened
  group by period_kind, period_start, opening_on{{ ', segment' if dimension == 'segment' }}
  {{ 'union all' if not loop.last }}
  {%- endfor %}
),

rates as (
  select
    *,
    cast(customers_retained as double) / customers_at_opening as retention_rate,
    cast(100 * customers_retained + 5 * customers_at_opening as double) / (100 * customers_at_opening)
      as retention_plus_5
  from counted
),

multiples as (
  select
    *,
    {{ margin_multiple('retention_rate') }} as margin_multiple,
    {{ margin_multiple('retention_plus_5') }} as margin_multiple_plus_5
  from rates
)

select
  dimension,
  dimension_value,
  period_kind,
  period_start,
  opening_on,
  customers_at_opening,
  customers_retained,
  retention_rate,
  margin_multiple,
  margin_multiple_plus_5,
  100.0 * (cast(margin_multiple_plus_5 as double) / nullif(margin_multiple, 0) - 1.0) as effect_percent,
  case
    when customers_retained = 0 then 'nobody was retained'
    when retention_plus_5 > 1.0 then 'retention is above 95 %'
    when margin_multiple_plus_5 is null then 'without a discount the margin has no end'
  end as reason
from multiples

with months as (
  select
    period_start as month,
    {{ days_later('max(date_on)', '1') }} as closes_on
  from {{ ref('int_periods_listed') }}
  where period_kind = 'month'
  group by period_start
),

converted as (
  select
    lines.*,
    {{ half_up('cast(lines.amount as double) * cast(rates.rate as double)') }} as converted_amount
  from {{ ref('int_revenue_lines_gathered') }} as lines
  left join {{ ref('int_exchange_rates_spanned') }} as rates
    on
      lines.currency = rates.currency
      and lines.starts_on >= rates.valid_from
      and lines.starts_on < rates.valid_to
),

-- Earned by the evening before a day: the days so far of all days, and everything with the last one. What a month
-- earned is the difference of two such sums, so that the months of a line add up to it exactly.
earned as (
  select
    converted.*,
    months.month,
    {{ days_between('converted.starts_on', 'converted.spread_to') }} as days,
    {{ days_between('converted.starts_on', 'greatest(months.month, converted.starts_on)') }} as days_before,
    {{ days_between(
      'converted.starts_on', 'case when months.closes_on < converted.ends_on then months.closes_on else converted.spread_to end'
    ) }} as days_after
  from converted
  inner join months on converted.starts_on < months.closes_on and converted.ends_on > months.month
)

select
  {{ surrogate_key(["'revenue'", 'earned.kind', 'earned.source', 'earned.line_id', 'earned.month']) }} as revenue_key,
  earned.kind,
  earned.source,
  earned.line_id,
  earned.month,
  earned.customer_key,
  coalesce(versions.segment, 'unknown') as segment,
  case
    when earned.product_id is null then {{ unknown_key() }}
    else {{ surrogate_key(["'product'", 'earned.source', 'earned.product_id']) }}
  end as product_key,
  earned.channel,
  earned.currency,
  earned.amount as line_amount,
  cast(
    {{ half_up('cast(earned.converted_amount as double) * earned.days_after / earned.days') }}
    - {{ half_up('cast(earned.converted_amount as double) * earned.days_before / earned.days') }}
    as decimal(18, 4)
  ) as revenue_amount
from earned
left join {{ ref('int_customer_versions_dated') }} as versions
  on
    earned.customer_key = versions.customer_key
    and cast(greatest(earned.month, earned.starts_on) as timestamp) >= {{ reporting_time('versions.valid_from') }}
    and cast(greatest(earned.month, earned.starts_on) as timestamp) < {{ reporting_time('versions.valid_to') }}

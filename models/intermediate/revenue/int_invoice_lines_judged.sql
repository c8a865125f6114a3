-- Service periods say what a subscription earns, so the lines that bill them are not counted again. A line is told by
-- its subscription and days; one that lacks either, by its amount. A period has one line, or several that add up to it:
-- what no period accounts for was sold beside them. One that runs and is not invoiced yet has none.
{%- set service = 'lines.source, lines.subscription_id, lines.currency, lines.starts_on, found.ends_on' %}
with periods as (
  select *, period_start as starts_on, period_end as ends_on
  from {{ ref('stg_billing__subscription_periods') }}
  where left(period_id, 13) <> 'not_invoiced:'
),

services as (
  select source, subscription_id, currency, starts_on, ends_on, count(*) as periods, sum(amount) as amount
  from periods
  group by source, subscription_id, currency, starts_on, ends_on
),

lines as (
  select * from {{ ref('int_invoice_lines_netted') }}
),

-- Ends are exclusive, but some sources name the last day.
found as (
  select
    lines.source,
    lines.line_id,
    min(periods.ends_on) as ends_on,
    max(case when lines.amount = periods.amount then 1 else 0 end) as has_price
  from lines
  inner join periods
    on
      lines.source = periods.source
      and lines.subscription_id = periods.subscription_id
      and lines.currency = periods.currency
      and lines.starts_on = periods.starts_on
      and (lines.ends_on = periods.ends_on or {{ days_later('lines.ends_on', '1') }} = periods.ends_on)
  where lines.has_days
  group by lines.source, lines.line_id
),

dated as (
  select
    lines.source,
    lines.line_id,
    services.subscription_id, services.currency, services.starts_on, services.ends_on,
    row_number() over (
      partition by {{ service }}
      order by
        lines.is_period desc nulls last, found.has_price desc nulls last, lines.amount desc nulls last,
        lines.line_id asc nulls last
    ) <= services.periods
    or abs(sum(lines.amount) over (partition by {{ service }}) - services.amount) < 0.01 as is_service
  from lines
  inner join found on lines.source = found.source and lines.line_id = found.line_id
  inner join services
    on
      lines.source = services.source
      and lines.subscription_id = services.subscription_id
      and lines.currency = services.currency
      and lines.starts_on = services.starts_on
      and found.ends_on = services.ends_on
),

-- Periods that no line names.
unnamed as (
  select periods.*
  from periods
  left join dated as named
    on
      periods.source = named.source
      and periods.subscription_id = named.subscription_id
      and periods.currency = named.currency
      and periods.starts_on = named.starts_on
      and periods.ends_on = named.ends_on
  where named.line_id is null
),

prices as (
  select
    source, false as has_days, subscription_id as party, cast(null as date) as starts_on, currency, amount,
    count(*) as periods
  from unnamed
  group by source, subscription_id, currency, amount
  union all
  select source, true as has_days, customer_id as party, starts_on, currency, amount, count(*) as periods
  from unnamed
  group by source, customer_id, starts_on, currency, amount
),

priced as (
  select
    lines.source,
    lines.line_id,
    row_number() over (
      partition by lines.source, lines.has_days, prices.party, prices.starts_on, lines.currency, lines.amount
      order by lines.issued_on asc nulls last, lines.line_id asc nulls last
    ) <= prices.periods as is_service
  from lines
  inner join prices
    on
      lines.source = prices.source
      and lines.has_days = prices.has_days
      and case when lines.has_days then lines.customer_id else lines.subscription_id end = prices.party
      and (lines.starts_on = prices.starts_on or not lines.has_days)
      and lines.currency = prices.currency
      and lines.amount = prices.amount
  where not lines.has_days or lines.subscription_id is null
)

select
  lines.source, lines.line_id, lines.invoice_id, lines.customer_id, lines.subscription_id, lines.product_id,
  lines.currency, lines.amount, lines.has_days,
  case when lines.has_days then lines.starts_on else lines.issued_on end as starts_on,
  case when lines.has_days then lines.ends_on else {{ days_later('lines.issued_on', '1') }} end as ends_on,
  case when dated.is_service then 'days' when priced.is_service then 'amount' end as told_by
from lines
left join dated on lines.source = dated.source and lines.line_id = dated.line_id
left join priced on lines.source = priced.source and lines.line_id = priced.line_id

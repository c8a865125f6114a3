-- description: >
--   Lines of invoices bill service periods by their days and for the same amount; what they bill beyond is named by no
--   subscription and days that lack a period.
-- remedy: >
--   Revenue counts a service by its period and not again by its line (docs/sales.md says how a line is told), so these
--   are worth a look (a warning). Deliver period_start, period_end and subscription_id in billing.invoice_lines where a
--   line was told by its price alone; the period in billing.subscription_periods where a subscription's line names days
--   that have none, unless it is usage; and lines after discount where their amounts differ.
-- severity: warn
-- min_rows_from: intermediate.int_invoice_lines_judged
with lines as (
  select *
  from intermediate.int_invoice_lines_judged
),

billed as (
  select source, subscription_id, currency, starts_on, ends_on, sum(amount) as amount
  from lines
  where told_by = 'days'
  group by source, subscription_id, currency, starts_on, ends_on
),

periods as (
  select
    source, subscription_id, currency, period_start as starts_on, period_end as ends_on, sum(amount) as amount
  from staging.stg_billing__subscription_periods
  group by source, subscription_id, currency, period_start, period_end
),

compared as (
  select billed.amount as line_amount, min_by(periods.amount, periods.ends_on) as period_amount
  from billed
  left join periods
    on periods.source = billed.source
    and periods.subscription_id = billed.subscription_id
    and periods.currency = billed.currency
    and periods.starts_on = billed.starts_on
    and periods.ends_on - billed.ends_on in (0, 1)
  group by
    billed.source, billed.subscription_id, billed.currency, billed.starts_on, billed.ends_on, billed.amount
)

select
  'lines told by their price alone' as part,
  count(*) as evaluated_rows,
  count(*) filter (where told_by = 'amount') as failed_rows
from lines
union all
select
  'lines of a subscription for days of no period' as part,
  count(*) as evaluated_rows,
  count(*) filter (where told_by is null) as failed_rows
from lines
where has_days and subscription_id is not null
union all
select
  'periods billed at another amount' as part,
  count(*) as evaluated_rows,
  count(*) filter (where (abs(line_amount - period_amount) < 0.01) is not true) as failed_rows
from compared

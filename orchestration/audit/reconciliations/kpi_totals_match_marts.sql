-- description: The totals of ticket_volume, backlog and mrr in kpi_values are those of the marts that feed them.
-- remedy: >
--   marts.kpi_values and the mart of the KPI named by the part disagree on a period; compare the two by period.
-- min_rows_from: >
--   (select 1 from marts.ticket_volume union all select 1 from marts.churn_monthly) as marts
with expected as (
  select 'ticket_volume' as kpi_id, 'all' as period_kind, cast(null as date) as period_start, sum(tickets) as amount
  from marts.ticket_volume
  having count(*) > 0
  union all
  select 'ticket_volume', 'month', cast(date_trunc('month', created_on) as date), sum(tickets)
  from marts.ticket_volume
  group by cast(date_trunc('month', created_on) as date)
  union all
  select 'backlog', 'day', cast(date_on as date), sum(closing)
  from marts.ticket_backlog
  group by date_on
  union all
  select 'mrr', 'month', cast(month as date), sum(closing_mrr)
  from marts.churn_monthly
  group by month
),

published as (
  select kpi_id, period_kind, cast(period_start as date) as period_start, cast(numerator as decimal(18, 4)) as amount
  from marts.kpi_values
  where
    dimension = 'total'
    and (
      (kpi_id = 'ticket_volume' and period_kind in ('month', 'all'))
      or (kpi_id = 'backlog' and period_kind = 'day')
      or (kpi_id = 'mrr' and period_kind = 'month')
    )
),

compared as (
  select
    coalesce(expected.kpi_id, published.kpi_id) as kpi_id,
    coalesce(expected.amount, 0) <> coalesce(published.amount, 0) as is_different
  from expected
  full join published
    on published.kpi_id = expected.kpi_id
    and published.period_kind = expected.period_kind
    and published.period_start is not distinct from expected.period_start
)

select
  parts.part,
  count(compared.kpi_id) as evaluated_rows,
  count(*) filter (where compared.is_different) as failed_rows
from (values ('ticket_volume'), ('backlog'), ('mrr')) as parts (part)
left join compared on compared.kpi_id = parts.part
group by parts.part
order by parts.part

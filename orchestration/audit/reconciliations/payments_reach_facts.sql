-- description: Payments reconcile from staging to fct_payments, in number and in money, by source and currency.
-- remedy: >
--   A join, filter or rounding between staging and conformed.fct_payments changes money; compare both
--   sides by source and currency, then by id.
-- min_rows_from: staging.stg_billing__payments
with staged as (
  select source, currency, count(*) as records, sum(amount) as amount
  from staging.stg_billing__payments
  group by source, currency
),

facts as (
  select source, currency, count(*) as records, sum(amount) as amount
  from conformed.fct_payments
  group by source, currency
),

compared as (
  select
    greatest(coalesce(staged.records, 0), coalesce(facts.records, 0)) as records,
    coalesce(staged.records, 0) = coalesce(facts.records, 0) as has_same_count,
    coalesce(staged.amount, 0) = coalesce(facts.amount, 0) as has_same_amount
  from staged
  full join facts
    on facts.source = staged.source and facts.currency is not distinct from staged.currency
)

select
  'number of records' as part,
  coalesce(sum(records), 0) as evaluated_rows,
  coalesce(sum(records) filter (where not has_same_count), 0) as failed_rows
from compared
union all
select
  'sum of money' as part,
  coalesce(sum(records), 0) as evaluated_rows,
  coalesce(sum(records) filter (where not has_same_amount), 0) as failed_rows
from compared

-- description: Each customer opens a month with the recurring revenue that the month before closed with.
-- remedy: >
--   Revenue vanishes or appears between two months. Look for a missing month of the customer in
--   marts.churn_monthly, or for another exchange rate in one of them.
-- min_rows_from: marts.churn_monthly
with span as (
  select max(month) as last_month from marts.churn_monthly
),

closings as (
  select cast(month + interval 1 month as date) as month, customer_key, closing_mrr
  from marts.churn_monthly
  where month < (select last_month from span)
),

openings as (
  select cast(month as date) as month, customer_key, opening_mrr from marts.churn_monthly
)

select
  'marts.churn_monthly' as part,
  count(*) as evaluated_rows,
  count(*) filter (where coalesce(closings.closing_mrr, 0) <> coalesce(openings.opening_mrr, 0)) as failed_rows
from openings
full join closings
  on closings.month = openings.month and closings.customer_key = openings.customer_key

-- description: The products of a customer's subscriptions open and close each month with what the customer does.
-- remedy: >
--   conformed.fct_subscription_mrr_movements and fct_mrr_movements disagree on a customer and month: a line is
--   missing, or counted twice. Compare the lines of one such customer with its subscription periods of that day.
-- min_rows_from: conformed.fct_mrr_movements where opening_mrr > 0 or closing_mrr > 0
with lines as (
  select month, customer_key, sum(opening_mrr) as opening_mrr, sum(closing_mrr) as closing_mrr
  from conformed.fct_subscription_mrr_movements
  group by month, customer_key
),

customers as (
  select month, customer_key, opening_mrr, closing_mrr
  from conformed.fct_mrr_movements
  where opening_mrr > 0 or closing_mrr > 0
)

select
  'conformed.fct_subscription_mrr_movements' as part,
  count(*) as evaluated_rows,
  count(*) filter (
    where (customers.opening_mrr = lines.opening_mrr and customers.closing_mrr = lines.closing_mrr) is not true
  ) as failed_rows
from customers
full join lines on lines.month = customers.month and lines.customer_key = customers.customer_key
union all
-- A line without an amount has a currency without a rate, which currencies_have_rates names.
select
  'movements of a line' as part,
  count(*) as evaluated_rows,
  count(*) filter (
    where opening_mrr is not null and closing_mrr is not null and (
      opening_mrr + new_mrr + reactivation_mrr + expansion_mrr - contraction_mrr - churn_mrr = closing_mrr
    ) is not true
  ) as failed_rows
from conformed.fct_subscription_mrr_movements

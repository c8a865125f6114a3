-- description: >
--   For each customer and month: opening + new + reactivation + expansion - contraction - churn = closing, exactly.
-- remedy: >
--   Recurring revenue changes without a movement; take one such customer and month and compare its subscription
--   periods on the last day of both months.
-- min_rows_from: marts.churn_monthly
select
  'marts.churn_monthly' as part,
  count(*) as evaluated_rows,
  count(*) filter (
    where (
      opening_mrr + new_mrr + reactivation_mrr + expansion_mrr - contraction_mrr - churn_mrr = closing_mrr
    ) is not true
  ) as failed_rows
from marts.churn_monthly
union all
select
  'conformed.fct_mrr_movements' as part,
  count(*) as evaluated_rows,
  count(*) filter (
    where (
      opening_mrr + new_mrr + reactivation_mrr + expansion_mrr - contraction_mrr - churn_mrr = closing_mrr
    ) is not true
  ) as failed_rows
from conformed.fct_mrr_movements

select
  mrr_movement_key as churn_monthly_key,
  month,
  customer_key,
  customer_id,
  segment,
  plan,
  churn_kind,
  opening_mrr,
  new_mrr,
  reactivation_mrr,
  expansion_mrr,
  contraction_mrr,
  churn_mrr,
  closing_mrr,
  cast(case when opening_mrr > 0 then 1 else 0 end as bigint) as customers_at_opening,
  cast(case when opening_mrr > 0 and closing_mrr = 0 then 1 else 0 end as bigint) as customers_churned,
  cast(case when closing_mrr > 0 then 1 else 0 end as bigint) as customers_at_closing
from {{ ref('fct_mrr_movements') }}
where opening_mrr > 0 or closing_mrr > 0

-- description: Every fact points at a member of its dimensions (the unknown member is one).
-- remedy: >
--   A key in a fact has no member in its dimension, so a join in a BI tool loses the row. The part names the
--   fact and the dimension; repair the key, or the dimension that lacks its unknown member.
-- min_rows_from: >
--   (select 1 from conformed.fct_tickets union all select 1 from conformed.fct_subscription_periods
--   union all select 1 from conformed.fct_invoices union all select 1 from conformed.fct_payments) as facts
select
  'fct_tickets -> dim_customer' as part,
  count(*) as evaluated_rows,
  count(*) filter (where (customer_key in (select customer_key from conformed.dim_customer)) is not true) as failed_rows
from conformed.fct_tickets
union all
select
  'fct_tickets -> dim_channel' as part,
  count(*) as evaluated_rows,
  count(*) filter (where (channel_key in (select channel_key from conformed.dim_channel)) is not true) as failed_rows
from conformed.fct_tickets
union all
select
  'fct_tickets -> dim_topic' as part,
  count(*) as evaluated_rows,
  count(*) filter (where (topic_key in (select topic_key from conformed.dim_topic)) is not true) as failed_rows
from conformed.fct_tickets
union all
select
  'fct_tickets -> dim_team' as part,
  count(*) as evaluated_rows,
  count(*) filter (where (team_key in (select team_key from conformed.dim_team)) is not true) as failed_rows
from conformed.fct_tickets
union all
select
  'fct_tickets -> dim_agent' as part,
  count(*) as evaluated_rows,
  count(*) filter (where (agent_key in (select agent_key from conformed.dim_agent)) is not true) as failed_rows
from conformed.fct_tickets
union all
select
  'fct_ticket_status_spans -> fct_tickets' as part,
  count(*) as evaluated_rows,
  count(*) filter (where (ticket_key in (select ticket_key from conformed.fct_tickets)) is not true) as failed_rows
from conformed.fct_ticket_status_spans
union all
select
  'fct_ticket_milestones -> fct_tickets' as part,
  count(*) as evaluated_rows,
  count(*) filter (where (ticket_key in (select ticket_key from conformed.fct_tickets)) is not true) as failed_rows
from conformed.fct_ticket_milestones
union all
select
  'fct_subscription_periods -> dim_customer' as part,
  count(*) as evaluated_rows,
  count(*) filter (where (customer_key in (select customer_key from conformed.dim_customer)) is not true) as failed_rows
from conformed.fct_subscription_periods
union all
select
  'fct_subscription_periods -> dim_product' as part,
  count(*) as evaluated_rows,
  count(*) filter (where (product_key in (select product_key from conformed.dim_product)) is not true) as failed_rows
from conformed.fct_subscription_periods
union all
select
  'fct_invoices -> dim_customer' as part,
  count(*) as evaluated_rows,
  count(*) filter (where (customer_key in (select customer_key from conformed.dim_customer)) is not true) as failed_rows
from conformed.fct_invoices
union all
select
  'fct_payments -> dim_customer' as part,
  count(*) as evaluated_rows,
  count(*) filter (where (customer_key in (select customer_key from conformed.dim_customer)) is not true) as failed_rows
from conformed.fct_payments
union all
select
  'fct_mrr_movements -> dim_customer' as part,
  count(*) as evaluated_rows,
  count(*) filter (where (customer_key in (select customer_key from conformed.dim_customer)) is not true) as failed_rows
from conformed.fct_mrr_movements

-- description: Recurring revenue in every delivered currency can be stated in the reporting currency.
-- remedy: >
--   Deliver a rate of each currency named here in files/billing.exchange_rates; where several currencies are
--   delivered, name the reporting_currency in settings.yml. Without a rate the money would vanish from every sum.
-- min_rows_from: conformed.fct_subscription_periods
select
  case when regexp_matches(currency, '^[A-Z]{3}$') then currency else 'no currency code' end as part,
  count(*) as evaluated_rows,
  count(*) filter (where mrr_amount is null) as failed_rows
from conformed.fct_subscription_periods
group by 1
union all
select 'no period' as part, 0 as evaluated_rows, 0 as failed_rows

-- description: Orders and returns in every delivered currency can be stated in the reporting currency.
-- remedy: >
--   Deliver a rate of each currency named here in files/billing.exchange_rates; where several currencies are
--   delivered, name the reporting_currency in settings.yml. Without a rate the money would vanish from every sum.
-- min_rows_from: staging.stg_commerce__orders
select
  case when regexp_matches(money.currency, '^[A-Z]{3}$') then money.currency else 'no currency code' end as part,
  count(*) as evaluated_rows,
  count(*) filter (where rates.rate is null) as failed_rows
from (
  select currency from staging.stg_commerce__orders
  union all
  select currency from staging.stg_commerce__order_returns
) as money
left join intermediate.int_constant_rates_chosen as rates on money.currency = rates.currency
group by 1
union all
select 'no order' as part, 0 as evaluated_rows, 0 as failed_rows

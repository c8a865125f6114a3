-- description: >
--   Recurring revenue, revenue, orders, contracts, costs of service, invoices and goodwill in every delivered currency
--   can be stated in the reporting currency.
-- remedy: >
--   Deliver a rate of each currency named here in files/billing.exchange_rates; where several currencies are
--   delivered, name the reporting_currency in settings.yml. Without a rate the money would vanish from every sum.
-- min_rows_from: conformed.fct_subscription_periods
with amounts as (
  select currency, 1 as entries, case when mrr_amount is null then 1 else 0 end as failed
  from conformed.fct_subscription_periods
  union all
  select currency, 1 as entries, case when revenue_amount is null then 1 else 0 end as failed
  from conformed.fct_revenue
  union all
  select currency, 1 as entries, case when reporting_amount is null then 1 else 0 end as failed
  from conformed.fct_orders
  union all
  select
    currency, 1 as entries,
    case
      when value_before_amount is null then 1
      when renewed_by is not null and value_after_amount is null and unpriced_currency is null then 1
      else 0
    end as failed
  from conformed.fct_renewals
  where currency is not null
  union all
  -- What renews a term can be in another currency than the term.
  select unpriced_currency as currency, 1 as entries, 1 as failed
  from conformed.fct_renewals
  where unpriced_currency is not null
  union all
  select currency, 1 as entries, case when reporting_amount is null then 1 else 0 end as failed
  from conformed.fct_service_costs
  union all
  select currency, entries, entries - entries_with_amount as failed
  from intermediate.int_customer_money_gathered
  where kind <> 'service_credit'
)

select
  case when regexp_matches(currency, '^[A-Z]{3}$') then currency else 'no currency code' end as part,
  sum(entries) as evaluated_rows,
  sum(failed) as failed_rows
from amounts
group by 1
union all
select 'no amount' as part, 0 as evaluated_rows, 0 as failed_rows

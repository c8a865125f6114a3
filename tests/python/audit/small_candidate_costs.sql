-- The cost ledger of the small candidate: one line that the channel's two contacts share, one that nobody worked for.
create table conformed.fct_service_costs as
select 'files' as source, cost_id, month, category, 'EUR' as currency, true as is_service_cost,
  cast(amount as decimal(18, 4)) as reporting_amount, spread_over
from (values
  ('l1', date '2024-02-01', 'wages', 90, 'overhead'), ('l2', date '2024-03-01', 'other', 10, 'unallocated')
) as t (cost_id, month, category, amount, spread_over);

create table intermediate.int_service_costs_apportioned as
select 'files' as source, 'l1' as cost_id, channel, cast(amount as decimal(18, 4)) as amount
from (values ('email', 60), ('chat', 30)) as t (channel, amount);
create table intermediate.int_customer_money_gathered as
select 'goodwill' as kind, 'EUR' as currency, 2 as entries, 2 as entries_with_amount;

create table conformed.fct_cost_allocations as
select month, contact_key, cast(w as decimal(18, 4)) as wages_amount, cast(0 as decimal(18, 4)) as licences_amount,
  cast(0 as decimal(18, 4)) as telephony_amount, cast(0 as decimal(18, 4)) as overhead_amount,
  cast(o as decimal(18, 4)) as other_amount, cast(w + o as decimal(18, 4)) as service_cost_amount
from (values
  (date '2024-02-01', 'k1', 60, 0), (date '2024-02-01', 'k3', 30, 0), (date '2024-03-01', null, 0, 10)
) as t (month, contact_key, w, o);

create table marts.cost_to_serve as
select month, sum(service_cost_amount) as service_cost_amount from conformed.fct_cost_allocations group by month;

create table conformed.fct_revenue as
select 'EUR' as currency, cast(100 as decimal(18, 4)) as revenue_amount from range(2);
create table intermediate.int_invoice_lines_judged as
select 'stripe' as source, 'p1' as subscription_id, 'EUR' as currency, true as has_days, date '2024-02-01' as starts_on,
  date '2024-03-01' as ends_on, cast(100 as decimal(18, 4)) as amount, 'days' as told_by;

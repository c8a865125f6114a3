-- The smallest candidate on which every check of the audit looks at a row and passes.
create schema raw;
create schema staging;
create schema conformed;
create schema marts;

create table raw.deliveries as
select * from (values
  (1, 'taken', 5, 4, 1, 0), (2, 'taken', 3, 2, 0, 1), (3, 'rejected', 9, 0, 0, 0)
) as t (delivery, status, physical_records, accepted_records, quarantined_records, blank_records);
create table raw.unreadable_records as select 1 as delivery, 3 as record;
create table staging.stg_delivered_records as
select delivery, accepted_records as records from raw.deliveries where status = 'taken';

create table staging.stg_clock as select timestamp '2024-03-02 12:00:00' as as_of;

create table conformed.fct_tickets as
select *, channel as channel_key, topic as topic_key, team_id as team_key, 'a1' as agent_key,
  'a1' as assignee_id, 'high' as priority,
  if(resolved_at is null, 0, 1) as solve_count,
  cast(epoch(first_resolved_at - created_at) / 60 as decimal(18, 4)) as first_resolution_calendar_minutes,
  cast(epoch(resolved_at - created_at) / 60 as decimal(18, 4)) as full_resolution_calendar_minutes
from (values
  ('k1', 'zendesk', 't1', 'c1', 'email', 'billing', 'T1', 'solved', timestamp '2024-02-29 09:00:00',
   timestamp '2024-03-01 09:00:00', timestamp '2024-03-01 09:00:00', null, 0, false, null),
  ('k2', 'zendesk', 't2', 'c2', 'chat', 'login', 'T1', 'open', timestamp '2024-03-01 10:00:00',
   null, null, null, 0, false, null),
  ('k3', 'zendesk', 't3', 'c1', 'email', 'billing', 'T1', 'closed', timestamp '2024-02-29 10:00:00',
   timestamp '2024-02-29 11:00:00', timestamp '2024-02-29 11:00:00', timestamp '2024-03-02 10:00:00', 0, false, null),
  ('k4', 'zendesk', 't4', 'c1', 'email', 'billing', 'T1', 'closed', timestamp '2024-02-29 09:00:00',
   null, null, null, 0, true, 'spam')
) as t (ticket_key, source, ticket_id, customer_key, channel, topic, team_id, status, created_at,
  first_resolved_at, resolved_at, closed_at, reopen_count, is_excluded, exclusion_reason);
create table conformed.fct_ticket_milestones as
unpivot (
  select ticket_key, created_at as created, first_resolved_at as first_resolved, resolved_at as resolved,
    closed_at as closed
  from conformed.fct_tickets
) on created, first_resolved, resolved, closed into name milestone value happened_at;
create table staging.stg_ticketing__tickets as
select source, ticket_id, status, team_id, assignee_id, priority, created_at as updated_at,
  false as has_later_solve, false as has_later_close, false as is_deleted, cast(null as varchar) as merged_into_ticket_id
from conformed.fct_tickets;

create table conformed.fct_ticket_status_spans as
select * from (values
  ('k1', 1, 'new', timestamp '2024-02-29 09:00:00', timestamp '2024-03-01 09:00:00'),
  ('k1', 2, 'solved', timestamp '2024-03-01 09:00:00', null),
  ('k2', 1, 'open', timestamp '2024-03-01 10:00:00', null),
  ('k3', 1, 'new', timestamp '2024-02-29 10:00:00', timestamp '2024-02-29 11:00:00'),
  ('k3', 2, 'solved', timestamp '2024-02-29 11:00:00', timestamp '2024-03-02 10:00:00'),
  ('k3', 3, 'closed', timestamp '2024-03-02 10:00:00', null),
  ('k4', 1, 'new', timestamp '2024-02-29 09:00:00', timestamp '2024-02-29 09:30:00'),
  ('k4', 2, 'closed', timestamp '2024-02-29 09:30:00', null)
) as t (ticket_key, span_number, status, started_at, ended_at);

create table conformed.fct_ticket_messages as
select * from (values
  ('m1', 'zendesk', 'k1', timestamp '2024-02-29 09:00:00', 'customer'),
  ('m2', 'zendesk', 'k1', timestamp '2024-02-29 09:05:00', 'agent')
) as t (message_key, source, ticket_key, sent_at, author_role);
create table staging.stg_ticketing__ticket_messages as select source, message_key from conformed.fct_ticket_messages;

create table conformed.fct_subscription_periods as
select 'p' || i as subscription_period_key, 'stripe' as source, c as customer_key, 'basic' as product_key,
  cast(a as decimal(18, 4)) as amount, 'EUR' as currency, cast(a as decimal(18, 4)) as mrr_amount,
  s as starts_on, e as ends_on, true as is_recurring
from (values
  (1, 'c1', 100, date '2024-02-01', date '2024-03-01'), (2, 'c2', 50, date '2024-02-01', date '2024-03-01'),
  (3, 'c1', 100, date '2024-03-01', date '2024-04-01')
) as t (i, c, a, s, e);
create table conformed.fct_renewals as
select 'r1' as renewal_key, 'USD' as currency, cast(null as varchar) as unpriced_currency, 'link' as renewed_by,
  cast(1000 as decimal(18, 4)) as value_before_amount, cast(900 as decimal(18, 4)) as value_after_amount;
create table staging.stg_billing__subscription_periods as
select source, subscription_period_key as subscription_id, currency, amount, starts_on as period_start,
  ends_on as period_end
from conformed.fct_subscription_periods;

create table conformed.fct_invoices as
select 'i' || i as invoice_key, 'stripe' as source, c as customer_key, 'paid' as status, 'EUR' as currency,
  cast(a as decimal(18, 4)) as total_amount, timestamp '2024-02-01 00:00:00' as issued_at
from (values (1, 'c1', 120), (2, 'c2', 60)) as t (i, c, a);
create table staging.stg_billing__invoices as
select source, currency, total_amount as total from conformed.fct_invoices;

create table conformed.fct_payments as
select 'y' || i as payment_key, 'stripe' as source, c as customer_key, 'succeeded' as status, 'EUR' as currency,
  cast(a as decimal(18, 4)) as amount, timestamp '2024-02-02 00:00:00' as created_at
from (values (1, 'c1', 120), (2, 'c2', 60)) as t (i, c, a);
create table staging.stg_billing__payments as select source, currency, amount from conformed.fct_payments;

create table conformed.fct_orders as
select 'o1' as order_key, 'USD' as currency, cast(90 as decimal(18, 4)) as reporting_amount;
create table conformed.dim_date as
select cast(d as date) as date_on, true as is_past
from range(timestamp '2024-02-01', timestamp '2024-03-03', interval 1 day) as t (d);
create table conformed.dim_customer as
select * from (values ('c1', 'FR', false), ('c2', 'DE', false), ('unknown', null, false))
  as t (customer_key, country, is_test);
create table conformed.dim_agent as select * from (values ('a1'), ('unknown')) as t (agent_key);
create table conformed.dim_team as select * from (values ('T1'), ('unknown')) as t (team_key);
create table conformed.dim_channel as
select channel as channel_key, *
from (values ('email', true), ('chat', true), ('unknown', false)) as t (channel, is_mapped);
create table conformed.dim_topic as
select topic as topic_key, *
from (values ('billing', true), ('login', true), ('unknown', false)) as t (topic, is_mapped);
create table conformed.dim_product as select * from (values ('basic'), ('unknown')) as t (product_key);

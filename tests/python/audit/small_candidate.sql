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

create table staging.stg_clock as select timestamp '2024-03-02 12:00:00' as as_of;

create table conformed.fct_tickets as
select *, channel as channel_key, topic as topic_key, team_id as team_key, 'a1' as agent_key,
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
select source, ticket_id, status, created_at as updated_at, false as has_later_solve, false as has_later_close,
  false as is_deleted, cast(null as varchar) as merged_into_ticket_id
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
create table staging.stg_billing__subscription_periods as
select source, currency, amount from conformed.fct_subscription_periods;

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

create table marts.ticket_volume as
select * from (values
  (date '2024-02-29', 'email', 'billing', 'T1', 'small', 2), (date '2024-03-01', 'chat', 'login', 'T1', 'small', 1)
) as t (created_on, channel, topic, team, segment, tickets);

create table marts.ticket_backlog as
select * from (values
  (date '2024-02-29', 'T1', 'email', 0, 2, 0, 0, 0, 0, 1, 0, 0, 1),
  (date '2024-03-01', 'T1', 'email', 1, 0, 0, 0, 0, 0, 1, 0, 0, 0),
  (date '2024-03-01', 'T1', 'chat', 0, 1, 0, 0, 0, 0, 0, 0, 0, 1),
  (date '2024-03-02', 'T1', 'email', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
  (date '2024-03-02', 'T1', 'chat', 1, 0, 0, 0, 0, 0, 0, 0, 0, 1)
) as t (date_on, team, channel, opening, created, reopened, recovered, transferred_in, transferred_out, solved,
  deleted, merged, closing);

create table marts.churn_monthly as
select month, customer_key, cast(o as decimal(18, 4)) as opening_mrr, cast(n as decimal(18, 4)) as new_mrr,
  cast(0 as decimal(18, 4)) as reactivation_mrr, cast(0 as decimal(18, 4)) as expansion_mrr,
  cast(0 as decimal(18, 4)) as contraction_mrr, cast(x as decimal(18, 4)) as churn_mrr,
  cast(c as decimal(18, 4)) as closing_mrr
from (values
  (date '2024-02-01', 'c1', 0, 100, 0, 100), (date '2024-03-01', 'c1', 100, 0, 0, 100),
  (date '2024-02-01', 'c2', 0, 50, 0, 50), (date '2024-03-01', 'c2', 50, 0, 50, 0)
) as t (month, customer_key, o, n, x, c);

create table conformed.fct_mrr_movements as select * from marts.churn_monthly;

create table marts.kpi_values as
select kpi_id, variant, period_kind, period_start, true as is_partial, dimension, dimension_value,
  cast(numerator as decimal(18, 4)) as numerator, cast(denominator as decimal(18, 4)) as denominator,
  cast(value as double) as value, unit, n, 0 as n_immature, cast(interval_low as double) as interval_low,
  cast(interval_high as double) as interval_high, cast(null as double) as target,
  timestamp '2024-03-02 12:00:00' as as_of
from (values
  ('ticket_volume', 'created', 'all', null, 'total', 'total', 3, null, 3, 'count', 3, null, null),
  ('ticket_volume', 'created', 'all', null, 'channel', 'email', 2, null, 2, 'count', 2, null, null),
  ('ticket_volume', 'created', 'all', null, 'channel', 'chat', 1, null, 1, 'count', 1, null, null),
  ('ticket_volume', 'created', 'month', date '2024-02-01', 'total', 'total', 2, null, 2, 'count', 2, null, null),
  ('ticket_volume', 'created', 'month', date '2024-03-01', 'total', 'total', 1, null, 1, 'count', 1, null, null),
  ('backlog', 'end_of_period', 'day', date '2024-02-29', 'total', 'total', 1, null, 1, 'count', 1, null, null),
  ('backlog', 'end_of_period', 'day', date '2024-03-01', 'total', 'total', 1, null, 1, 'count', 1, null, null),
  ('backlog', 'end_of_period', 'day', date '2024-03-02', 'total', 'total', 1, null, 1, 'count', 1, null, null),
  ('mrr', 'closing', 'month', date '2024-02-01', 'total', 'total', 150, null, 150, 'money', 2, null, null),
  ('mrr', 'closing', 'month', date '2024-03-01', 'total', 'total', 100, null, 100, 'money', 1, null, null),
  ('reopen_rate', 'per_solved', 'month', date '2024-03-01', 'total', 'total', 1, 4, 25, 'percent', 4, null, null),
  ('reopen_rate', 'per_solved', 'month', date '2024-03-01', 'channel', 'email', 1, 2, 50, 'percent', 2, null, null),
  ('reopen_rate', 'per_solved', 'month', date '2024-03-01', 'channel', 'chat', 0, 2, 0, 'percent', 2, null, null),
  ('reopen_rate', 'per_solved', 'month', date '2024-02-01', 'total', 'total', 0, 0, null, 'percent', 0, null, null),
  ('resolution_minutes', 'full_calendar_median', 'month', date '2024-03-01', 'total', 'total', null, null, 1440,
   'minutes', 1, null, null),
  ('nps', 'relational', 'month', date '2024-03-01', 'total', 'total', 80, 400, 20, 'points', 400, 12.67, 27.33),
  ('nps', 'relational', 'month', date '2024-03-01', 'team', 'T1', 80, 400, 20, 'points', 400, 12.67, 27.33)
) as t (kpi_id, variant, period_kind, period_start, dimension, dimension_value, numerator, denominator, value, unit,
  n, interval_low, interval_high);

create table marts.calendar_coverage as
select schedule_id as calendar_coverage_key, 'zendesk' as source, schedule_id, time_zone, calendar_state, tickets
from (values ('office', 'Europe/Paris', 'known', 3), ('none', 'unknown', 'no_schedule', 1))
  as t (schedule_id, time_zone, calendar_state, tickets);

-- The marts of the small candidate.
create table marts.ticket_volume as
select * from (values
  (date '2024-02-29', 'email', 'billing', 'T1', 'small', 'high', 2),
  (date '2024-03-01', 'chat', 'login', 'T1', 'small', 'low', 1)
) as t (created_on, channel, topic, team, segment, priority, tickets);

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

create table conformed.fct_subscription_mrr_movements as select * from marts.churn_monthly;

create table marts.kpi_values as
select kpi_id, variant, period_kind, period_start, true as is_partial, dimension, dimension_value,
  cast(numerator as decimal(18, 4)) as numerator, cast(denominator as decimal(18, 4)) as denominator,
  cast(value as double) as value, unit, n, 0 as n_immature, cast(interval_low as double) as interval_low,
  cast(interval_high as double) as interval_high, cast(null as double) as target,
  timestamp '2024-03-02 12:00:00' as as_of, false as is_small_sample
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

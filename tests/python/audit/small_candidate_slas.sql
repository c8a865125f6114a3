-- Service levels of the small candidate.
create schema intermediate;
create table conformed.fct_ticket_slas as
select *, 'zendesk' as source, ticket_key as ticket_id, 'p1' as policy_id, timestamp '2024-02-29 09:00:00' as applied_at,
  timestamp '2024-02-29 09:00:00' as started_at, false as is_undated
from (values
  ('s1', 'k1', 'first_reply', 'business', 60, 5.0, timestamp '2024-02-29 09:05:00', 'met'),
  ('s2', 'k2', 'first_reply', 'business', 60, 90.0, timestamp '2024-03-01 11:00:00', 'breached'),
  ('s3', 'k2', 'resolution', 'calendar', 9999, 1560.0, null, 'running'),
  ('s4', 'k4', 'first_reply', 'business', 60, 30.0, null, 'cancelled')
) as t (sla_key, ticket_key, metric, clock, target_minutes, elapsed_minutes, decided_at, status);
create table intermediate.int_sla_instances_judged as
select source, ticket_id, policy_id, metric, started_at from conformed.fct_ticket_slas;
create table intermediate.int_ticket_endings_dated as
select distinct source, ticket_id, timestamp '2024-02-29 12:00:00' as active_until from conformed.fct_ticket_slas;
create table intermediate.int_ticket_clocks_shifted as
select distinct source, ticket_id, timestamp '2024-02-29 09:00:00' as starts_at, 0 as clock_shift
from conformed.fct_ticket_slas;
create table intermediate.int_sla_targets_chosen as
select source, ticket_id, 'p1' as policy_id, applied_at, metric, 'formal' as policy_kind,
  cast(target_minutes as bigint) as target_minutes, false as is_frozen, false as is_of_metric
from conformed.fct_ticket_slas;
create table staging.stg_ticketing__ticket_slas as
select distinct source, ticket_id, 'p1' as policy_id, applied_at, cast(null as varchar) as metric,
  cast(null as bigint) as target_minutes
from conformed.fct_ticket_slas;
create table marts.sla_penalties as select 'x1' as sla_penalty_key, cast(25 as decimal(18, 4)) as penalty_amount;

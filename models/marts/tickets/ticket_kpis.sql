{{ config(schema='kpis') }}

{% set dimensions = ['channel', 'topic', 'team', 'agent', 'segment', 'priority', 'product', 'brand'] %}
{% set sla_dimensions = ['channel', 'topic', 'team', 'agent', 'segment', 'priority', 'product', 'brand', 'kind'] %}
with milestones as (
  select * from {{ ref('fct_ticket_milestones') }} where not is_excluded
),

created as (
  select * from milestones where milestone = 'created'
),

-- Whether a ticket came back is known where its source delivers a history of statuses.
first_solved as (
  select
    milestones.*,
    tickets.was_reopened
  from milestones
  inner join {{ ref('fct_tickets') }} as tickets on milestones.ticket_key = tickets.ticket_key
  where milestones.milestone = 'first_solved' and tickets.reopen_count is not null
),

-- The source's verdict is final when the ticket is resolved, or else closed.
source_judged as (
  select
    milestones.*,
    tickets.source_sla_met,
    'unknown' as kind
  from milestones
  inner join {{ ref('fct_tickets') }} as tickets on milestones.ticket_key = tickets.ticket_key
  where
    tickets.source_sla_met is not null
    and (milestones.milestone = 'resolved' or (milestones.milestone = 'closed' and tickets.resolved_at is null))
),

backlog as (
  select * from {{ ref('int_backlog_by_day') }}
),

open_at_period_ends as (
  select * from {{ ref('int_backlog_at_period_ends') }}
)

{{ additive_kpi('ticket_volume', 'created', 'created', 'happened_on', '1', dimensions) }}
union all
{{ stock_kpi('backlog', 'end_of_period', 'backlog', 'closing', ['total', 'channel']) }}
union all
{{ stock_kpi(
  'backlog', 'end_of_period', 'open_at_period_ends', 'tickets',
  ['topic', 'team', 'agent', 'segment', 'priority', 'product', 'brand']
) }}
union all
{{ additive_kpi(
  'reopen_rate', 'per_solved', 'first_solved', 'happened_on',
  'case when was_reopened then 1 else 0 end', dimensions, denominator='1'
) }}
union all
{{ additive_kpi(
  'sla_compliance', 'source_reported', 'source_judged', 'happened_on',
  'case when source_sla_met then 1 else 0 end', sla_dimensions, denominator='1'
) }}

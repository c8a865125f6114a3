{{ config(schema='kpis') }}

{% set dimensions = ['channel', 'topic', 'team', 'agent', 'segment', 'priority', 'product', 'brand', 'kind'] %}
-- What is decided counts on the day of the decision, what still runs on the day of its start.
with promises as (
  select
    *,
    case when status = 'running' then started_on else decided_on end as counted_on,
    case when status = 'met' then 1 else 0 end as is_met,
    case when status = 'running' then 0 else 1 end as is_decided,
    case when status = 'running' then 1 else 0 end as is_running
  from {{ ref('fct_ticket_slas') }}
  where not is_excluded and status != 'cancelled'
),

{% for metric in ['first_reply', 'next_reply', 'requester_wait', 'agent_work', 'resolution'] -%}
{{ metric }} as (
  select * from promises where metric = '{{ metric }}'
),

{% endfor -%}
penalties as (
  select * from {{ ref('int_sla_penalties_computed') }}
  where penalty_amount is not null
)

{{ additive_kpi(
  'sla_compliance', 'first_reply', 'first_reply', 'counted_on', 'is_met', dimensions,
  denominator='is_decided', immature='is_running'
) }}
union all
{{ additive_kpi(
  'sla_compliance', 'next_reply', 'next_reply', 'counted_on', 'is_met', dimensions,
  denominator='is_decided', immature='is_running'
) }}
union all
{{ additive_kpi(
  'sla_compliance', 'requester_wait', 'requester_wait', 'counted_on', 'is_met', dimensions,
  denominator='is_decided', immature='is_running'
) }}
union all
{{ additive_kpi(
  'sla_compliance', 'agent_work', 'agent_work', 'counted_on', 'is_met', dimensions,
  denominator='is_decided', immature='is_running'
) }}
union all
{{ additive_kpi(
  'sla_compliance', 'resolution', 'resolution', 'counted_on', 'is_met', dimensions,
  denominator='is_decided', immature='is_running'
) }}
union all
{{ additive_kpi(
  'sla_compliance', 'all', 'promises', 'counted_on', 'is_met', dimensions,
  denominator='is_decided', immature='is_running'
) }}
union all
{{ additive_kpi(
  'sla_penalty', 'monthly', 'penalties', 'month', 'penalty_amount', ['segment'],
  n='decided_once', period_kinds=['month', 'quarter', 'year']
) }}

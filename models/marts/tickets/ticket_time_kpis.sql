-- noqa: disable=LT02
{{ config(schema='kpis') }}

{% set dimensions = ['channel', 'topic', 'team', 'agent', 'segment', 'priority', 'product', 'brand'] %}
with milestones as (
  select
    milestones.*,
    tickets.first_reply_at,
    tickets.first_reply_business_minutes, tickets.first_reply_calendar_minutes,
    tickets.first_resolution_business_minutes, tickets.full_resolution_business_minutes,
    tickets.handling_calendar_minutes,
    tickets.requester_wait_business_minutes, tickets.requester_wait_calendar_minutes,
    tickets.agent_wait_business_minutes, tickets.agent_wait_calendar_minutes,
    tickets.agent_work_business_minutes, tickets.agent_work_calendar_minutes,
    tickets.reassignment_count, tickets.public_agent_message_count,
    tickets.is_one_touch, tickets.resolved_at
  from {{ ref('fct_ticket_milestones') }} as milestones
  inner join {{ ref('fct_tickets') }} as tickets on milestones.ticket_key = tickets.ticket_key
  where not milestones.is_excluded
),

-- First replies, on their date; what nobody answered waits, on the date of its creation.
first_replies as (
  select
    *,
    milestone = 'created' as is_waiting
  from milestones
  where
    milestone = 'first_replied'
    or (milestone = 'created' and first_reply_at is null and public_agent_message_count is not null)
),

resolved as (
  select * from milestones where milestone = 'resolved'
),

-- The first resolution of tickets that are still resolved.
first_resolved as (
  select * from milestones where milestone = 'first_resolved' and resolved_at is not null
),

{%- for wait in ['requester_wait', 'agent_wait', 'agent_work'] %}
resolved_after_{{ wait }} as (
  select * from resolved where {{ wait }}_business_minutes is not null
),
{% endfor %}
closed as (
  select * from milestones where milestone = 'closed' and handling_calendar_minutes is not null
),

judged_by_touch as (
  select * from resolved where is_one_touch is not null
)

{{ duration_kpi(
  'first_reply_minutes', 'business', 'first_replies', 'happened_on',
  'first_reply_business_minutes', dimensions, immature='is_waiting'
) }}
union all
{{ duration_kpi(
  'first_reply_minutes', 'calendar', 'first_replies', 'happened_on',
  'first_reply_calendar_minutes', dimensions, immature='is_waiting'
) }}
union all
{{ duration_kpi(
  'resolution_minutes', 'full_business', 'resolved', 'happened_on', 'full_resolution_business_minutes', dimensions
) }}
union all
{{ duration_kpi(
  'resolution_minutes', 'first_business', 'first_resolved', 'happened_on',
  'first_resolution_business_minutes', dimensions
) }}
union all
{{ additive_kpi(
  'handling_delay', 'calendar_mean', 'closed', 'happened_on', 'handling_calendar_minutes', dimensions, denominator='1'
) }}
union all
{{ additive_kpi(
  'requester_wait_minutes', 'business', 'resolved_after_requester_wait', 'happened_on',
  'requester_wait_business_minutes', dimensions, denominator='1'
) }}
union all
{{ additive_kpi(
  'requester_wait_minutes', 'calendar', 'resolved', 'happened_on',
  'requester_wait_calendar_minutes', dimensions, denominator='1'
) }}
union all
{{ additive_kpi(
  'agent_wait_minutes', 'business', 'resolved_after_agent_wait', 'happened_on',
  'agent_wait_business_minutes', dimensions, denominator='1'
) }}
union all
{{ additive_kpi(
  'agent_wait_minutes', 'calendar', 'resolved', 'happened_on',
  'agent_wait_calendar_minutes', dimensions, denominator='1'
) }}
union all
{{ additive_kpi(
  'agent_work_minutes', 'business', 'resolved_after_agent_work', 'happened_on',
  'agent_work_business_minutes', dimensions, denominator='1'
) }}
union all
{{ additive_kpi(
  'agent_work_minutes', 'calendar', 'resolved', 'happened_on',
  'agent_work_calendar_minutes', dimensions, denominator='1'
) }}
union all
{{ additive_kpi(
  'reassignment_rate', 'mean', 'resolved', 'happened_on', 'reassignment_count', dimensions, denominator='1'
) }}
union all
{{ additive_kpi(
  'reassignment_rate', 'share', 'resolved', 'happened_on',
  'case when reassignment_count > 0 then 1 else 0 end', dimensions, denominator='1'
) }}
union all
{{ additive_kpi(
  'fcr', 'one_touch', 'judged_by_touch', 'happened_on',
  'case when is_one_touch then 1 else 0 end', dimensions, denominator='1'
) }}

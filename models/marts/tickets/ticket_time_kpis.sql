-- noqa: disable=LT02
{{ config(schema='kpis') }}

{% set dimensions = ['channel', 'topic', 'team', 'agent', 'segment', 'priority', 'product', 'brand'] %}
-- First replies, on their date; what nobody answered waits, on the date of its creation.
with first_replies as (
  select
    milestones.*,
    milestones.milestone = 'created' as is_waiting,
    tickets.first_reply_business_minutes,
    tickets.first_reply_calendar_minutes
  from {{ ref('fct_ticket_milestones') }} as milestones
  inner join {{ ref('fct_tickets') }} as tickets on milestones.ticket_key = tickets.ticket_key
  where
    not milestones.is_excluded
    and (
      milestones.milestone = 'first_replied'
      or (
        milestones.milestone = 'created'
        and tickets.first_reply_at is null
        and tickets.public_agent_message_count is not null
      )
    )
),

resolved as (
  select
    milestones.*,
    tickets.full_resolution_business_minutes,
    tickets.full_resolution_calendar_minutes,
    tickets.requester_wait_business_minutes,
    tickets.requester_wait_calendar_minutes,
    tickets.agent_wait_business_minutes,
    tickets.agent_wait_calendar_minutes,
    tickets.agent_work_business_minutes,
    tickets.agent_work_calendar_minutes,
    tickets.reassignment_count,
    tickets.is_one_touch
  from {{ ref('fct_ticket_milestones') }} as milestones
  inner join {{ ref('fct_tickets') }} as tickets on milestones.ticket_key = tickets.ticket_key
  where not milestones.is_excluded and milestones.milestone = 'resolved'
),

-- The first resolution of tickets that are still resolved.
first_resolved as (
  select
    milestones.*,
    tickets.first_resolution_business_minutes,
    tickets.first_resolution_calendar_minutes
  from {{ ref('fct_ticket_milestones') }} as milestones
  inner join {{ ref('fct_tickets') }} as tickets on milestones.ticket_key = tickets.ticket_key
  where not milestones.is_excluded and milestones.milestone = 'first_resolved' and tickets.resolved_at is not null
),

closed as (
  select
    milestones.*,
    tickets.handling_calendar_minutes
  from {{ ref('fct_ticket_milestones') }} as milestones
  inner join {{ ref('fct_tickets') }} as tickets on milestones.ticket_key = tickets.ticket_key
  where
    not milestones.is_excluded
    and milestones.milestone = 'closed'
    and tickets.handling_calendar_minutes is not null
)

{{ duration_kpis('first_replies', 'happened_on', dimensions, [
  {'kpi_id': 'first_reply_minutes', 'prefix': 'business', 'minutes': 'first_reply_business_minutes'},
  {'kpi_id': 'first_reply_minutes', 'prefix': 'calendar', 'minutes': 'first_reply_calendar_minutes'},
], immature='is_waiting') }}
union all
{{ duration_kpis('resolved', 'happened_on', dimensions, [
  {'kpi_id': 'resolution_minutes', 'prefix': 'full_business', 'minutes': 'full_resolution_business_minutes'},
  {'kpi_id': 'resolution_minutes', 'prefix': 'full_calendar', 'minutes': 'full_resolution_calendar_minutes'},
]) }}
union all
{{ duration_kpis('first_resolved', 'happened_on', dimensions, [
  {'kpi_id': 'resolution_minutes', 'prefix': 'first_business', 'minutes': 'first_resolution_business_minutes'},
  {'kpi_id': 'resolution_minutes', 'prefix': 'first_calendar', 'minutes': 'first_resolution_calendar_minutes'},
]) }}
union all
{{ additive_kpi(
  'handling_delay', 'calendar_mean', 'closed', 'happened_on', 'handling_calendar_minutes', dimensions, denominator='1'
) }}
union all
{{ additive_kpis('resolved', 'happened_on', dimensions, [
  {'kpi_id': 'requester_wait_minutes', 'variant': 'business', 'denominator': '1',
    'numerator': 'requester_wait_business_minutes', 'among': 'requester_wait_business_minutes is not null'},
  {'kpi_id': 'requester_wait_minutes', 'variant': 'calendar', 'denominator': '1',
    'numerator': 'requester_wait_calendar_minutes'},
  {'kpi_id': 'agent_wait_minutes', 'variant': 'business', 'denominator': '1',
    'numerator': 'agent_wait_business_minutes', 'among': 'agent_wait_business_minutes is not null'},
  {'kpi_id': 'agent_wait_minutes', 'variant': 'calendar', 'denominator': '1',
    'numerator': 'agent_wait_calendar_minutes'},
  {'kpi_id': 'agent_work_minutes', 'variant': 'business', 'denominator': '1',
    'numerator': 'agent_work_business_minutes', 'among': 'agent_work_business_minutes is not null'},
  {'kpi_id': 'agent_work_minutes', 'variant': 'calendar', 'denominator': '1',
    'numerator': 'agent_work_calendar_minutes'},
  {'kpi_id': 'reassignment_rate', 'variant': 'mean', 'denominator': '1',
    'numerator': 'reassignment_count', 'among': 'reassignment_count is not null'},
  {'kpi_id': 'reassignment_rate', 'variant': 'share', 'denominator': '1',
    'numerator': 'case when reassignment_count > 0 then 1 else 0 end', 'among': 'reassignment_count is not null'},
  {'kpi_id': 'fcr', 'variant': 'one_touch', 'denominator': '1',
    'numerator': 'case when is_one_touch then 1 else 0 end', 'among': 'is_one_touch is not null'},
]) }}

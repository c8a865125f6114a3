{{ config(schema='kpis') }}

{% set dimensions = ['channel', 'topic', 'team', 'agent', 'segment', 'priority', 'product', 'brand'] %}
with versions as (
  select * from {{ ref('int_customer_versions_dated') }}
),

-- A call or chat about a ticket is not one more request.
requests as (
  select
    contacts.started_on,
    contacts.channel,
    coalesce(versions.segment, 'unknown') as segment
  from {{ ref('fct_contacts') }} as contacts
  left join versions
    on
      contacts.customer_key = versions.customer_key
      and contacts.started_at >= versions.valid_from
      and contacts.started_at < versions.valid_to
  where not contacts.is_excluded and not contacts.is_tied_to_ticket
),

resolutions as (
  select * from {{ ref('fct_ticket_milestones') }} where milestone = 'resolved'
),

-- Contacts whose recontact can be judged, now or later, as they were when they were resolved.
resolved as (
  select
    contacts.resolved_on,
    contacts.is_immature,
    contacts.first_contact_resolved,
    contacts.channel,
    contacts.topic,
    coalesce(resolutions.team, contacts.team) as team,
    coalesce(resolutions.agent, contacts.agent) as agent,
    coalesce(versions.segment, 'unknown') as segment,
    coalesce(resolutions.priority, 'unknown') as priority,
    coalesce(resolutions.product, 'unknown') as product,
    coalesce(resolutions.brand, 'unknown') as brand
  from {{ ref('fct_contacts') }} as contacts
  left join resolutions on contacts.contact_key = resolutions.ticket_key
  left join versions
    on
      contacts.customer_key = versions.customer_key
      and contacts.resolved_at >= versions.valid_from
      and contacts.resolved_at < versions.valid_to
  where contacts.is_immature is not null
),

active_customers as (
  select * from {{ ref('int_active_customers_counted') }}
),

work_orders as (
  select
    work_orders.*,
    coalesce(versions.segment, 'unknown') as segment
  from {{ ref('fct_work_orders') }} as work_orders
  left join versions
    on
      work_orders.customer_key = versions.customer_key
      and work_orders.completed_at >= versions.valid_from
      and work_orders.completed_at < versions.valid_to
  where work_orders.completed_at is not null and work_orders.has_known_fault and not work_orders.is_excluded
),

reviews as (
  select * from {{ ref('fct_quality_reviews') }} where is_scored and not is_excluded
)

{{ per_member_kpi(
  'contact_rate', 'per_active_customer', 'requests', 'started_on', 'active_customers',
  ['channel', 'segment'], ['segment'], ['month', 'quarter', 'year', 'all']
) }}
union all
{{ additive_kpi(
  'fcr', 'no_recontact_7d', 'resolved', 'resolved_on', 'case when first_contact_resolved then 1 else 0 end',
  dimensions, denominator='case when is_immature then 0 else 1 end', immature='case when is_immature then 1 else 0 end'
) }}
union all
{{ additive_kpi(
  'first_time_fix', '14d', 'work_orders', 'completed_on', 'case when is_first_time_fix then 1 else 0 end',
  ['segment', 'product'], denominator='case when is_immature then 0 else 1 end',
  immature='case when is_immature then 1 else 0 end', period_kinds=['week', 'month', 'quarter', 'year', 'all']
) }}
union all
{{ additive_kpi(
  'qa_score', 'mean', 'reviews', 'reviewed_on', 'points_earned', ['team', 'agent', 'channel'],
  denominator='points_applicable', n='1'
) }}

{{ config(schema='kpis') }}

with ledger_months as (
  select distinct month from {{ ref('fct_cost_allocations') }}
),

months as (
  select
    periods.period_start as month,
    periods.closes_at
  from {{ ref('int_periods_listed') }} as periods
  inner join ledger_months on periods.period_start = ledger_months.month
  where periods.period_kind = 'month' and periods.is_last_day
),

-- Cost and count of a contact carry the same team: the contact's.
every_row as (
  select
    allocations.month,
    allocations.customer_key,
    allocations.channel,
    allocations.topic,
    coalesce(contacts.team, 'unknown') as team,
    allocations.service_cost_amount as cost,
    0 as contacts,
    0 as resolutions
  from {{ ref('fct_cost_allocations') }} as allocations
  left join {{ ref('fct_contacts') }} as contacts on allocations.contact_key = contacts.contact_key
  union all
  select
    cast(date_trunc('month', started_on) as date) as month,
    customer_key, channel, topic, team, 0 as cost, 1 as contacts, 0 as resolutions
  from {{ ref('fct_contacts') }}
  where is_handled
  union all
  select
    cast(date_trunc('month', resolved_on) as date) as month,
    customer_key, channel, topic, team, 0 as cost, 0 as contacts, 1 as resolutions
  from {{ ref('fct_contacts') }}
  where is_handled and resolved_on is not null and not is_tied_to_ticket
),

added as (
  select
    month, customer_key, channel, topic, team,
    sum(cost) as cost, sum(contacts) as contacts, sum(resolutions) as resolutions
  from every_row
  group by month, customer_key, channel, topic, team
),

served as (
  select
    added.*,
    coalesce(versions.segment, 'unknown') as segment
  from added
  inner join months on added.month = months.month
  left join {{ ref('int_customer_versions_dated') }} as versions
    on
      added.customer_key = versions.customer_key
      and months.closes_at > {{ reporting_time('versions.valid_from') }}
      and months.closes_at <= {{ reporting_time('versions.valid_to') }}
)

{{ additive_kpi(
  'cost_to_serve', 'activity_based', 'served', 'month', 'cost', ['channel', 'topic', 'segment'], n='contacts',
  period_kinds=['month', 'quarter', 'year']
) }}
union all
{{ additive_kpi(
  'cost_per_contact', 'by_channel', 'served', 'month', 'cost', ['channel', 'team'], denominator='contacts',
  period_kinds=['month', 'quarter', 'year']
) }}
union all
{{ additive_kpi(
  'cost_per_contact', 'per_resolution', 'served', 'month', 'cost', ['channel', 'team'], denominator='resolutions',
  period_kinds=['month', 'quarter', 'year']
) }}

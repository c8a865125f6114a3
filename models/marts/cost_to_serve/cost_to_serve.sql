-- noqa: disable=LT02
{% set counts = ['contacts', 'resolutions'] %}
{% set minutes = ['handling_minutes', 'standard_minutes'] %}
{% set costs = [
  'wages_amount', 'licences_amount', 'telephony_amount', 'overhead_amount', 'other_amount', 'service_cost_amount'
] %}
{% set money = [
  'goodwill_amount', 'service_credit_amount', 'service_credit_paid_amount', 'invoiced_amount',
  'recurring_revenue_amount', 'revenue_amount'
] %}
-- The months that have a cost ledger: in another one nobody knows what serving cost.
with ledger_months as (
  select distinct month from {{ ref('fct_cost_allocations') }}
),

months as (
  select
    periods.period_start as month,
    periods.is_partial,
    periods.closes_at
  from {{ ref('int_periods_listed') }} as periods
  inner join ledger_months on periods.period_start = ledger_months.month
  where periods.period_kind = 'month' and periods.is_last_day
),

contacts as (
  select * from {{ ref('fct_contacts') }} where is_handled
),

-- Everything that is counted or added up: what, how much, and whose.
costs_listed as (
  select
    month, customer_key, channel, topic,
    {%- for name in minutes + costs %}
    sum({{ name }}) as {{ name }}{{ ',' if not loop.last }}
    {%- endfor %}
  from {{ ref('fct_cost_allocations') }}
  group by month, customer_key, channel, topic
),

others_listed as (
  select
    'contacts' as measure, cast(date_trunc('month', started_on) as date) as month, customer_key, channel, topic,
    cast(1 as decimal(18, 4)) as amount
  from contacts
  union all
  select
    'resolutions' as measure, cast(date_trunc('month', resolved_on) as date) as month, customer_key, channel, topic,
    cast(1 as decimal(18, 4)) as amount
  from contacts
  where resolved_on is not null and not is_tied_to_ticket
  union all
  select kind || '_amount' as measure, month, customer_key, channel, topic, amount
  from {{ ref('int_customer_money_gathered') }}
  union all
  select
    'recurring_revenue_amount' as measure, month, customer_key, 'none' as channel, 'none' as topic,
    closing_mrr as amount
  from {{ ref('fct_mrr_movements') }}
  where closing_mrr > 0
  union all
  select
    'revenue_amount' as measure, month, customer_key, 'none' as channel, 'none' as topic, revenue_amount as amount
  from {{ ref('fct_revenue') }}
),

others_added as (
  select
    month, customer_key, channel, topic,
    {%- for name in counts + money %}
    sum(case when measure = '{{ name }}' then amount else 0 end) as {{ name }}{{ ',' if not loop.last }}
    {%- endfor %}
  from others_listed
  group by month, customer_key, channel, topic
),

added as (
  select
    coalesce(costs_listed.month, others_added.month) as month,
    coalesce(costs_listed.customer_key, others_added.customer_key) as customer_key,
    coalesce(costs_listed.channel, others_added.channel) as channel,
    coalesce(costs_listed.topic, others_added.topic) as topic,
    {%- for name in counts %}
    cast(coalesce(others_added.{{ name }}, 0) as bigint) as {{ name }},
    {%- endfor %}
    {%- for name in minutes + costs + money %}
    cast(coalesce({{ name }}, 0) as decimal(18, 4)) as {{ name }}{{ ',' if not loop.last }}
    {%- endfor %}
  from costs_listed
  full outer join others_added
    on
      costs_listed.month = others_added.month
      and costs_listed.customer_key = others_added.customer_key
      and costs_listed.channel = others_added.channel
      and costs_listed.topic = others_added.topic
)

select
  {{ surrogate_key(['added.month', 'added.customer_key', 'added.channel', 'added.topic']) }} as cost_to_serve_key,
  added.month,
  months.is_partial,
  added.customer_key,
  customers.customer_id,
  coalesce(versions.segment, 'unknown') as segment,
  added.channel,
  added.topic,
  {%- for name in counts + minutes + costs + money %}
  added.{{ name }}{{ ',' if not loop.last }}
  {%- endfor %}
from added
inner join months on added.month = months.month
inner join {{ ref('dim_customer') }} as customers on added.customer_key = customers.customer_key
left join {{ ref('int_customer_versions_dated') }} as versions
  on
    added.customer_key = versions.customer_key
    and months.closes_at > {{ reporting_time('versions.valid_from') }}
    and months.closes_at <= {{ reporting_time('versions.valid_to') }}

{{ config(schema='kpis') }}

with periods as (
  select
    period_kind,
    period_start,
    max(date_on) as date_on
  from {{ ref('int_periods_listed') }}
  where period_kind in ('month', 'quarter', 'year')
  group by period_kind, period_start
),

-- Subscriptions with recurring revenue on the evening before a month, and the plan that was worth most of each.
paying as (
  select
    source,
    subscription_id,
    {{ months_later('month', '1') }} as next_month,
    min(customer_key) as customer_key,
    max(case when preference = 1 then plan end) as plan
  from (
    select
      source,
      subscription_id,
      month,
      customer_key,
      plan,
      mrr,
      row_number() over (
        partition by source, subscription_id, month
        order by mrr desc nulls last, plan asc nulls last, product_id asc nulls last, customer_key asc nulls last
      ) as preference
    from {{ ref('int_mrr_by_month') }}
  ) as ranked
  group by source, subscription_id, month
  having sum(mrr) > 0
),

subscriptions as (
  select
    periods.period_kind,
    periods.date_on,
    paying.plan,
    coalesce(versions.segment, 'unknown') as segment,
    case
      when endings.is_effective and endings.effective_on between periods.period_start and periods.date_on then 1
      else 0
    end as is_cancelled
  from paying
  inner join periods on paying.next_month = periods.period_start
  left join {{ ref('int_subscription_endings_judged') }} as endings
    on paying.source = endings.source and paying.subscription_id = endings.subscription_id
  left join {{ ref('int_customer_versions_dated') }} as versions
    on
      paying.customer_key = versions.customer_key
      and cast(periods.period_start as timestamp) >= {{ reporting_time('versions.valid_from') }}
      and cast(periods.period_start as timestamp) < {{ reporting_time('versions.valid_to') }}
),

sends as (
  select
    sent_on,
    list_id as newsletter,
    delivered_contacts,
    unsubscribed_contacts
  from {{ ref('fct_newsletter_sends') }}
),

moved as (
  select
    list_id,
    month,
    joined_month,
    is_joining,
    count(*) as contacts
  from {{ ref('int_newsletter_events_judged') }}
  where is_joining or is_leaving
  group by list_id, month, joined_month, is_joining
),

lists as (
  select
    periods.period_kind,
    periods.date_on,
    moved.list_id as newsletter,
    sum(case
      when moved.month >= periods.period_start then 0
      when moved.is_joining then moved.contacts
      else -moved.contacts
    end) as at_opening,
    sum(case
      when moved.month >= periods.period_start and moved.joined_month < periods.period_start then moved.contacts
      else 0
    end) as has_left
  from periods
  inner join moved on periods.date_on >= moved.month
  group by periods.period_kind, periods.period_start, periods.date_on, moved.list_id
)

{{ stock_kpi(
  'cancellation_rate', 'subscription', 'subscriptions', 'is_cancelled', ['total', 'segment', 'plan'], 'count(*)',
  period_kinds=['month', 'quarter', 'year'], by_kind=true
) }}
union all
{{ additive_kpi(
  'cancellation_rate', 'newsletter_send', 'sends', 'sent_on', 'unsubscribed_contacts', ['newsletter'],
  denominator='delivered_contacts', period_kinds=['month', 'quarter', 'year']
) }}
union all
{{ stock_kpi(
  'cancellation_rate', 'newsletter_list', 'lists', 'has_left', ['total', 'newsletter'], 'sum(facts.at_opening)',
  period_kinds=['month', 'quarter', 'year'], by_kind=true
) }}

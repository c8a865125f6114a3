-- noqa: disable=LT02
{% set counts = ['open_tickets', 'tickets', 'reopenings', 'contacts', 'formal_sla_breaches', 'informal_sla_breaches'] %}
{% set amounts = ['cost_to_serve', 'invoiced', 'goodwill', 'service_credit', 'service_credit_paid'] %}
-- The running month and the eleven before it are the twelve months, for counts and amounts alike. Without any ledger
-- in them nobody knows what serving costs.
with looked_at as (
  select
    cast(date_trunc('month', {{ reporting_date('as_of') }}) as date) as this_month,
    {{ months_later("cast(date_trunc('month', " ~ reporting_date('as_of') ~ ") as date)", '-11') }} as first_on
  from {{ ref('stg_clock') }}
),

ledger as (
  select max(month) as last_month from {{ ref('fct_cost_allocations') }}
),

happened as (
  select 'open_tickets' as measure, customer_key, date '9999-12-31' as happened_on, 1 as amount
  from {{ ref('fct_tickets') }} where is_open and not is_excluded
  union all
  select 'tickets' as measure, customer_key, created_on as happened_on, 1 as amount
  from {{ ref('fct_tickets') }} where not is_excluded
  union all
  select 'reopenings' as measure, customer_key, created_on as happened_on, reopen_count as amount
  from {{ ref('fct_tickets') }} where not is_excluded and reopen_count > 0
  union all
  select 'contacts' as measure, customer_key, started_on as happened_on, 1 as amount
  from {{ ref('fct_contacts') }} where not is_excluded
  union all
  select kind || '_sla_breaches' as measure, customer_key, decided_on as happened_on, 1 as amount
  from {{ ref('fct_ticket_slas') }} where not is_excluded and status = 'breached'
  union all
  select 'cost_to_serve' as measure, customer_key, month as happened_on, service_cost_amount as amount
  from {{ ref('cost_to_serve') }}
  union all
  select kind as measure, customer_key, month as happened_on, amount
  from {{ ref('int_customer_money_gathered') }}
),

added as (
  select
    happened.customer_key,
    {%- for measure in counts + amounts %}
    sum(case when happened.measure = '{{ measure }}' and happened.happened_on >= looked_at.first_on
      then happened.amount end) as {{ measure }},
    {%- endfor %}
    max(case when happened.measure = 'contacts' then happened.happened_on end) as last_contact_on
  from happened
  cross join looked_at
  group by happened.customer_key
),

revenue as (
  select
    movements.customer_key,
    max(case when movements.month = looked_at.this_month then movements.closing_mrr end) as closing_mrr,
    max(case when movements.opening_mrr != movements.closing_mrr then movements.month end) as last_movement_month
  from {{ ref('fct_mrr_movements') }} as movements
  cross join looked_at
  group by movements.customer_key
),

lifetimes as (
  select
    customer_key,
    max(case when method = 'historic' then lifetime_value_amount end) as ltv_historic_amount,
    max(case when method = 'constant_hazard' then lifetime_value_amount end) as ltv_constant_hazard_amount,
    max(case when method = 'survival' then lifetime_value_amount end) as ltv_survival_amount,
    min(started_on) as first_paid_month_on
  from {{ ref('customer_lifetime_value') }}
  group by customer_key
)

select
  customers.customer_key, customers.customer_id, customers.kind, customers.source, customers.segment, customers.country,
  customers.is_test, {{ reporting_date('customers.created_at') }} as customer_since_on,
  lifetimes.first_paid_month_on, orders.first_ordered_on,
  {{ months_between('least(lifetimes.first_paid_month_on, orders.first_ordered_on)', 'looked_at.this_month') }}
    as tenure_months,
  case when revenue.closing_mrr > 0 then 'paying' when revenue.customer_key is null then 'never' else 'churned' end
    as revenue_status,
  revenue.closing_mrr as current_mrr, plans.plan, revenue.last_movement_month as last_movement_on,
  case
    {%- for movement in ['new', 'reactivation', 'expansion', 'contraction', 'churn'] %}
    when movements.{{ movement }}_mrr > 0 then '{{ movement }}'
    {%- endfor %}
  end as last_movement,
  orders.last_ordered_on, orders.purchases, orders.purchased_amount,
  orders.recency_quintile, orders.frequency_quintile, orders.monetary_quintile,
  lifetimes.ltv_historic_amount, lifetimes.ltv_constant_hazard_amount, lifetimes.ltv_survival_amount,
  orders.lifetime_value_amount as ltv_orders_amount,
  consents.marketing_consent, consents.people_consenting, consents.people_refusing,
  added.last_contact_on, relational.nps_class as last_nps_class, relational.answered_on as last_nps_on,
  transactional.nps_class as last_transactional_nps_class, transactional.answered_on as last_transactional_nps_on,
  {%- for measure in counts %}
  cast(coalesce(added.{{ measure }}, 0) as bigint) as {{ measure }}{{ '_12m' if measure != 'open_tickets' }},
  {%- endfor %}
  cast(
    case when ledger.last_month >= looked_at.first_on then coalesce(added.cost_to_serve, 0) end as decimal(18, 4)
  ) as cost_to_serve_12m_amount,
  {%- for measure in amounts[1:] %}
  cast(coalesce(added.{{ measure }}, 0) as decimal(18, 4)) as {{ measure }}_12m_amount{{ ',' if not loop.last }}
  {%- endfor %}
from {{ ref('dim_customer') }} as customers
cross join looked_at
cross join ledger
left join added on customers.customer_key = added.customer_key
left join revenue on customers.customer_key = revenue.customer_key
left join {{ ref('fct_mrr_movements') }} as movements
  on revenue.customer_key = movements.customer_key and revenue.last_movement_month = movements.month
left join {{ ref('int_customer_plans_chosen') }} as plans on customers.customer_key = plans.customer_key
left join lifetimes on customers.customer_key = lifetimes.customer_key
left join {{ ref('ltv_orders') }} as orders on customers.customer_key = orders.customer_key
left join {{ ref('int_customer_consents_counted') }} as consents on customers.customer_key = consents.customer_key
{%- for scope in ['relational', 'transactional'] %}
left join {{ ref('fct_survey_answers') }} as {{ scope }}
  on customers.customer_key = {{ scope }}.customer_key
    and {{ scope }}.metric = 'nps' and {{ scope }}.scope = '{{ scope }}' and {{ scope }}.is_latest_of_customer
{%- endfor %}
where customers.kind != 'unknown'

-- noqa: disable=LT02
{% set counts = ['open_tickets', 'tickets', 'reopenings', 'contacts', 'formal_sla_breaches', 'informal_sla_breaches'] %}
{% set amounts = ['cost_to_serve', 'invoiced', 'goodwill', 'service_credit'] %}
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
  select
    case kind when 'formal' then 'formal_sla_breaches' else 'informal_sla_breaches' end as measure, customer_key,
    decided_on as happened_on, 1 as amount
  from {{ ref('fct_ticket_slas') }}
  where not is_excluded and status = 'breached'
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

plans as (
  select mrr.customer_key, mrr.plan
  from {{ ref('int_mrr_by_month') }} as mrr
  inner join looked_at on mrr.month = looked_at.this_month
  group by mrr.customer_key, mrr.plan
  qualify row_number() over (
    partition by mrr.customer_key order by sum(mrr.mrr) desc nulls last, mrr.plan asc nulls last
  ) = 1
)

select
  customers.customer_key,
  customers.customer_id,
  customers.kind,
  customers.source,
  customers.segment,
  customers.country,
  customers.is_test,
  {{ reporting_date('customers.created_at') }} as customer_since_on,
  case when revenue.closing_mrr > 0 then 'paying' when revenue.customer_key is null then 'never' else 'churned' end
    as revenue_status,
  revenue.closing_mrr as current_mrr,
  plans.plan,
  revenue.last_movement_month as last_movement_on,
  case
    {%- for movement in ['new', 'reactivation', 'expansion', 'contraction', 'churn'] %}
    when movements.{{ movement }}_mrr > 0 then '{{ movement }}'
    {%- endfor %}
  end as last_movement,
  added.last_contact_on,
  recommendations.nps_class as last_nps_class,
  recommendations.answered_on as last_nps_on,
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
left join {{ ref('fct_survey_answers') }} as recommendations
  on
    customers.customer_key = recommendations.customer_key
    and recommendations.metric = 'nps'
    and recommendations.is_latest_of_customer
left join plans on customers.customer_key = plans.customer_key
where customers.kind != 'unknown'

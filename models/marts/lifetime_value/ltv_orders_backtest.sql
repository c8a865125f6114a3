-- Customers that had bought when the earlier part ends: how often and for how much the models, told of that part alone,
-- would have expected them to buy since, and how they did.
with members as (
  select 'total' as dimension, 'total' as dimension_value, *
  from {{ ref('int_order_histories_counted') }}
  where is_backtest
  union all
  select 'segment' as dimension, segment as dimension_value, *
  from {{ ref('int_order_histories_counted') }}
  where is_backtest
),

made as (
  select
    members.dimension,
    members.dimension_value,
    members.customer_key,
    count(*) as purchases,
    sum(afterwards.amount) as amount
  from members
  inner join {{ ref('int_order_purchases_netted') }} as afterwards
    on
      members.customer_key = afterwards.customer_key
      and members.known_on < afterwards.ordered_on
      and not afterwards.is_backtest
  group by members.dimension, members.dimension_value, members.customer_key
),

compared as (
  select
    members.dimension,
    members.dimension_value,
    members.known_on,
    members.days_ahead,
    members.purchases as purchases_before,
    fitted.value_method,
    fitted.r, fitted.alpha, fitted.a, fitted.b, fitted.p, fitted.q, fitted.gamma,
    fitted.customers,
    fitted.enrichment_version,
    fitted.expected_purchases,
    fitted.expected_purchases * fitted.expected_purchase_amount as expected_amount,
    coalesce(made.purchases, 0) as purchases_made,
    coalesce(made.amount, 0) as amount_made,
    case when fitted.customer_key is null then 'no model was fitted' else fitted.reason end as reason
  from members
  left join {{ source('enrichment', 'order_values_fitted') }} as fitted
    on members.customer_key = fitted.customer_key and fitted.is_backtest
  left join made
    on
      members.dimension = made.dimension
      and members.dimension_value = made.dimension_value
      and members.customer_key = made.customer_key
)

select
  dimension,
  dimension_value,
  known_on as cutoff_on,
  days_ahead,
  count(*) as customers_at_cutoff,
  cast(sum(purchases_before) as bigint) as purchases_at_cutoff,
  max(value_method) as value_method,
  max(r) as r,
  max(alpha) as alpha,
  max(a) as a,
  max(b) as b,
  max(p) as p,
  max(q) as q,
  max(gamma) as gamma,
  max(customers) as customers_fitted,
  max(enrichment_version) as model_version,
  case
    when count(*) = count(expected_purchases) then cast(sum({{ half_up('expected_purchases') }}) as decimal(18, 4))
  end as purchases_expected,
  cast(sum(purchases_made) as bigint) as purchases_made,
  case
    when count(*) = count(expected_amount) then cast(sum({{ half_up('expected_amount') }}) as decimal(18, 4))
  end as expected_amount,
  cast(sum(amount_made) as decimal(18, 4)) as purchased_amount,
  max(reason) as reason
from compared
group by dimension, dimension_value, known_on, days_ahead

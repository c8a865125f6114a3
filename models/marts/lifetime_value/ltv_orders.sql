select
  histories.customer_key,
  histories.customer_id,
  histories.segment,
  histories.first_ordered_on,
  histories.last_ordered_on,
  histories.purchases,
  histories.amount as purchased_amount,
  histories.mean_repeat_amount,
  histories.margin_share,
  {%- for column, quintile in [('last_ordered_on', 'recency'), ('purchases', 'frequency'), ('amount', 'monetary')] %}
  cast(
    ntile(5) over (
      order by
        histories.{{ column }} asc nulls first, histories.customer_id asc nulls first, histories.customer_key asc
    ) as bigint
  ) as {{ quintile }}_quintile,
  {%- endfor %}
  fitted.discount_rate,
  fitted.horizon_months,
  fitted.value_method,
  fitted.r,
  fitted.alpha,
  fitted.a,
  fitted.b,
  fitted.purchases_log_likelihood,
  fitted.p,
  fitted.q,
  fitted.gamma,
  fitted.values_log_likelihood,
  fitted.customers as customers_fitted,
  fitted.enrichment_version as model_version,
  fitted.alive_probability,
  fitted.expected_purchases,
  fitted.discounted_purchases,
  {{ half_up('fitted.expected_purchase_amount') }} as expected_purchase_amount,
  {{ order_value('histories', 'fitted') }} as lifetime_value_amount,
  case when fitted.customer_key is null then 'no model was fitted' else fitted.reason end as reason
from {{ ref('int_order_histories_counted') }} as histories
left join {{ source('enrichment', 'order_values_fitted') }} as fitted
  on histories.customer_key = fitted.customer_key and not fitted.is_backtest
where not histories.is_backtest

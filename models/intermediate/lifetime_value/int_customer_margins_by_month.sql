-- What a month's closing MRR leaves as margin, at each product's own margin where it says one.
with months as (
  select
    period_start as month,
    closes_at,
    not is_partial as is_complete
  from {{ ref('int_periods_listed') }}
  where period_kind = 'month' and is_last_day
),

lines as (
  select
    lines.customer_key,
    lines.month,
    months.is_complete,
    lines.mrr,
    coalesce(cast(products.gross_margin as double), {{ var('gross_margin') }}) as gross_margin
  from {{ ref('int_mrr_by_month') }} as lines
  inner join months on lines.month = months.month
  left join {{ ref('stg_billing__product_versions') }} as products
    on
      lines.source = products.source
      and lines.product_id = products.product_id
      and months.closes_at > {{ reporting_time('products.valid_from') }}
      and months.closes_at <= {{ reporting_time('products.valid_to') }}
  where lines.customer_key <> {{ unknown_key() }}
),

customers as (
  select
    customer_key,
    month,
    is_complete,
    cast(sum(mrr) as decimal(18, 4)) as mrr,
    cast(sum({{ half_up('cast(mrr as double) * gross_margin') }}) as decimal(18, 4)) as margin_amount
  from lines
  group by customer_key, month, is_complete
),

neighbours as (
  select
    *,
    min(month) over (partition by customer_key) as first_month,
    lag(month) over (partition by customer_key order by month) as month_before,
    lead(month) over (partition by customer_key order by month) as month_after
  from customers
)

select
  customer_key,
  month,
  is_complete,
  mrr,
  margin_amount,
  {{ months_between('first_month', 'month') }} as age_months,
  coalesce({{ months_between('month_before', 'month') }} = 1, false) as is_preceded,
  coalesce({{ months_between('month', 'month_after') }} = 1, false) as is_followed
from neighbours

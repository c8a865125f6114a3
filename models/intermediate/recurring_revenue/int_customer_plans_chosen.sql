with sums as (
  select
    lines.customer_key,
    lines.plan,
    sum(lines.mrr) as mrr
  from {{ ref('int_mrr_by_month') }} as lines
  cross join {{ ref('stg_clock') }} as clock
  where lines.month = cast(date_trunc('month', {{ reporting_date('clock.as_of') }}) as date)
  group by lines.customer_key, lines.plan
)

select
  customer_key,
  plan
from sums
qualify row_number() over (partition by customer_key order by mrr desc nulls last, plan asc nulls last) = 1

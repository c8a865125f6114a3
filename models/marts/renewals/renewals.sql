{% set outcomes = ['renewed', 'renewed_early', 'renewed_late', 'downgraded', 'upgraded', 'lost', 'pending'] -%}
with terms as (
  select
    *,
    cast(date_trunc('month', due_on) as date) as month,
    case when customer_key = {{ unknown_key() }} then renewal_key else customer_key end as logo_key,
    outcome = 'pending' as is_pending,
    outcome not in ('lost', 'pending') as is_renewed
  from {{ ref('fct_renewals') }}
  where is_due
),

-- A customer counts once a month, in the row of the term that is worth most.
with_customers as (
  select
    *,
    row_number() over (
      partition by month, logo_key order by value_before_amount desc nulls last, renewal_key asc nulls last
    ) = 1 as is_leading,
    max(case when is_renewed then 1 else 0 end) over (partition by month, logo_key) = 1 as is_customer_renewed,
    max(case when is_pending then 1 else 0 end) over (partition by month, logo_key) = 1 as has_pending
  from terms
)

select
  {{ surrogate_key(["'renewals'", 'month', 'segment', 'plan']) }} as renewals_key,
  month,
  segment,
  plan,
  count(*) as terms_due,
  {%- for outcome in outcomes %}
  count(case when outcome = '{{ outcome }}' then 1 end) as terms_{{ outcome }},
  {%- endfor %}
  count(*) - count(value_before_amount) as terms_without_value,
  count(case when is_leading and (is_customer_renewed or not has_pending) then 1 end) as customers_due,
  count(case when is_leading and is_customer_renewed then 1 end) as customers_renewed,
  count(case when is_leading and not is_customer_renewed and has_pending then 1 end) as customers_pending,
  cast(coalesce(sum(case when not is_pending then value_before_amount end), 0) as decimal(18, 4))
    as value_due_amount,
  cast(coalesce(sum(value_renewed_amount), 0) as decimal(18, 4)) as value_renewed_amount,
  cast(coalesce(sum(case when outcome = 'lost' then value_before_amount end), 0) as decimal(18, 4))
    as value_lost_amount,
  cast(coalesce(sum(case when is_renewed then value_before_amount - value_renewed_amount end), 0) as decimal(18, 4))
    as value_downgraded_amount,
  cast(coalesce(sum(case when is_renewed then value_after_amount - value_renewed_amount end), 0) as decimal(18, 4))
    as value_upgraded_amount,
  cast(coalesce(sum(case when is_pending then value_before_amount end), 0) as decimal(18, 4)) as value_pending_amount
from with_customers
group by month, segment, plan

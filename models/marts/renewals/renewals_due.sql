with terms as (
  select
    *,
    cast(date_trunc('quarter', due_on) as date) as quarter_starts_on,
    outcome != 'pending' as is_renewed
  from {{ ref('fct_renewals') }}
  where not is_due
),

-- A customer counts once a quarter, in the row of the term that is worth most.
with_customers as (
  select
    *,
    row_number() over (
      partition by
        quarter_starts_on, case when customer_key = {{ unknown_key() }} then renewal_key else customer_key end
      order by value_before_amount desc nulls last, renewal_key asc nulls last
    ) = 1 as is_leading
  from terms
)

select
  {{ surrogate_key(["'renewals due'", 'quarter_starts_on', 'segment', 'plan', 'is_auto_renewing', 'is_terminated']) }}
    as renewals_due_key,
  quarter_starts_on,
  segment,
  plan,
  is_auto_renewing,
  is_terminated,
  count(*) as terms_due,
  count(case when is_leading then 1 end) as customers_due,
  count(*) - count(value_before_amount) as terms_without_value,
  cast(coalesce(sum(value_before_amount), 0) as decimal(18, 4)) as value_due_amount,
  count(case when is_renewed then 1 end) as terms_renewed,
  cast(coalesce(sum(case when is_renewed then value_before_amount end), 0) as decimal(18, 4))
    as value_decided_amount,
  cast(coalesce(sum(value_renewed_amount), 0) as decimal(18, 4)) as value_renewed_amount
from with_customers
group by quarter_starts_on, segment, plan, is_auto_renewing, is_terminated

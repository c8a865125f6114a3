-- Contracts' terms and billing terms in one shape. What a contract's customer paid on its last day of service or, while
-- that is to come, pays on the day of as_of stands in for a value that is missing (shared by the contracts without one
-- that were in force that day), and has the plan.
with listed as (
  select
    'contract' as basis,
    source,
    contract_id as term_id,
    term_number,
    customer_key,
    term_starts_on as starts_on,
    term_due_on as due_on,
    least(term_due_on, coalesce(terminated_on, term_due_on)) as served_to,
    auto_renews,
    coalesce(terminated_on <= term_due_on, false) as is_terminated,
    has_value,
    currency,
    value_a_year as stated_value_a_year,
    linked_contract_id,
    won_on,
    won_value_a_year,
    won_unpriced_currency,
    cast(null as date) as continued_on,
    cast(null as decimal(18, 4)) as continued_value_a_year,
    cast(null as string) as billed_product_id,
    cast(null as string) as billed_plan
  from {{ ref('int_contract_terms_listed') }}
  union all
  select
    'billing' as basis,
    source,
    subscription_id as term_id,
    term_number,
    customer_key,
    starts_on,
    due_on,
    served_to,
    true as auto_renews,
    is_terminated,
    true as has_value,
    cast(null as string) as currency,
    value_a_year as stated_value_a_year,
    cast(null as string) as linked_contract_id,
    cast(null as date) as won_on,
    cast(null as decimal(18, 4)) as won_value_a_year,
    cast(null as string) as won_unpriced_currency,
    continued_on,
    continued_value_a_year,
    product_id as billed_product_id,
    plan as billed_plan
  from {{ ref('int_billing_terms_judged') }}
),

gathered as (
  select
    {{ surrogate_key(["'renewal'", 'basis', 'source', 'term_id', 'term_number', 'customer_key']) }} as renewal_key,
    listed.*,
    least(listed.served_to, {{ days_later(reporting_date('clock.as_of'), '1') }}) as paid_to
  from listed
  cross join {{ ref('stg_clock') }} as clock
),

lines as (
  select
    gathered.renewal_key,
    periods.source as billing_source,
    periods.product_id,
    periods.plan,
    sum(periods.mrr) as mrr
  from gathered
  inner join {{ ref('int_subscription_periods_priced') }} as periods
    on
      gathered.customer_key = periods.customer_key
      and gathered.paid_to > periods.starts_on
      and gathered.paid_to <= periods.ends_on
  where
    gathered.basis = 'contract' and periods.is_recurring and gathered.starts_on < gathered.paid_to
    and gathered.customer_key != {{ unknown_key() }}
  group by gathered.renewal_key, periods.source, periods.product_id, periods.plan
),

ranked as (
  select
    *,
    sum(mrr) over (partition by renewal_key) as paid_mrr,
    row_number() over (
      partition by renewal_key
      order by mrr desc nulls last, plan asc nulls last, product_id asc nulls last, billing_source asc nulls last
    ) as preference
  from lines
),

sharing as (
  select
    gathered.renewal_key,
    count(*) as contracts
  from gathered
  inner join gathered as others
    on
      gathered.customer_key = others.customer_key
      and gathered.paid_to > others.starts_on
      and gathered.paid_to <= others.served_to
  where gathered.basis = 'contract' and others.basis = 'contract' and not gathered.has_value and not others.has_value
  group by gathered.renewal_key
)

select
  gathered.*,
  case when gathered.basis = 'billing' then gathered.source else ranked.billing_source end as billing_source,
  coalesce(gathered.billed_product_id, ranked.product_id) as product_id,
  coalesce(gathered.billed_plan, ranked.plan) as plan,
  ranked.paid_mrr,
  case
    when gathered.has_value then gathered.stated_value_a_year
    else {{ half_up('cast(ranked.paid_mrr as double) * 12 / coalesce(sharing.contracts, 1)') }}
  end as value_a_year
from gathered
left join ranked on gathered.renewal_key = ranked.renewal_key and ranked.preference = 1
left join sharing on gathered.renewal_key = sharing.renewal_key

-- Once another contract has taken its place, a contract does not renew itself any more.
with terms as (
  select
    terms.*,
    {{ reporting_date('clock.as_of') }} as as_of_on,
    {{ days_later('terms.due_on', var('renewal_grace_days')) }}
    < cast({{ reporting_time('clock.as_of') }} + interval '1' microsecond as date) as is_grace_over,
    successors.succeeded_on,
    successors.successor_id,
    successors.has_value as successor_has_value,
    successors.value_a_year as successor_value,
    coalesce(successors.unpriced_currency, terms.won_unpriced_currency) as renewal_currency,
    case
      when terms.linked_contract_id is not null then 'link'
      when terms.won_on is not null then 'opportunity'
      when terms.continued_on is not null then 'next_period'
      when successors.succeeded_on is not null and terms.basis = 'contract' then 'next_contract'
      when successors.succeeded_on is not null then 'next_subscription'
      when terms.basis = 'billing' or terms.is_terminated or not terms.auto_renews then null
      when terms.due_on <= {{ reporting_date('clock.as_of') }} then 'automatic'
    end as renewed_by
  from {{ ref('int_renewal_terms_gathered') }} as terms
  cross join {{ ref('stg_clock') }} as clock
  left join {{ ref('int_renewal_successors_matched') }} as successors on terms.renewal_key = successors.renewal_key
  qualify
    terms.basis = 'billing'
    or terms.term_number
    <= coalesce(min(case when successors.succeeded_on is not null then terms.term_number end) over (
      partition by terms.basis, terms.source, terms.term_id
    ), terms.term_number)
),

renewed as (
  select
    *,
    case when renewed_by is not null then coalesce(continued_on, succeeded_on, greatest(due_on, won_on)) end
      as renewed_on,
    greatest(due_on, succeeded_on, won_on) as valued_on,
    case
      when renewed_by = 'next_period' then continued_value_a_year
      when renewed_by = 'automatic' and has_value then value_a_year
      else coalesce(case when successor_has_value then successor_value end, won_value_a_year)
    end as stated_value_after
  from terms
),

-- A renewal that states no price is worth what the customer pays on its first day, as a share of what it paid before.
paid_after as (
  select
    renewed.renewal_key,
    cast(sum(periods.mrr) as double) / nullif(cast(min(renewed.paid_mrr) as double), 0) as paid_share
  from renewed
  inner join {{ ref('int_subscription_periods_priced') }} as periods
    on
      renewed.customer_key = periods.customer_key
      and renewed.as_of_on >= renewed.valued_on
      and renewed.valued_on >= periods.starts_on
      and renewed.valued_on < periods.ends_on
  where periods.is_recurring and renewed.basis = 'contract' and renewed.stated_value_after is null
  group by renewed.renewal_key
),

valued as (
  select
    renewed.*,
    case
      when renewed.renewed_by is null or renewed.renewal_currency is not null then null
      when renewed.stated_value_after is not null then renewed.stated_value_after
      else {{ half_up('cast(renewed.value_a_year as double) * coalesce(paid_after.paid_share, 1.0)') }}
    end as value_after
  from renewed
  left join paid_after on renewed.renewal_key = paid_after.renewal_key
)

select
  valued.renewal_key,
  valued.basis,
  valued.source, valued.term_id,
  cast(valued.term_number + 1 as bigint) as term_number,
  valued.customer_key,
  coalesce(customers.customer_id, 'unknown') as customer_id,
  coalesce(versions.segment, 'unknown') as segment,
  coalesce(valued.plan, 'unknown') as plan,
  case
    when valued.product_id is null then {{ unknown_key() }}
    else {{ surrogate_key(["'product'", 'valued.billing_source', 'valued.product_id']) }}
  end as product_key,
  valued.starts_on,
  valued.due_on,
  valued.auto_renews as is_auto_renewing,
  valued.is_terminated,
  case
    when valued.renewed_by is null and valued.is_grace_over then 'lost'
    when valued.renewed_by is null then 'pending'
    when valued.value_after <= valued.value_a_year - 0.01 then 'downgraded'
    when valued.value_after >= valued.value_a_year + 0.01 then 'upgraded'
    when valued.renewed_on > valued.due_on then 'renewed_late'
    when valued.renewed_on < valued.due_on then 'renewed_early'
    else 'renewed'
  end as outcome,
  valued.renewed_by,
  valued.renewed_on,
  valued.successor_id,
  valued.due_on <= valued.as_of_on as is_due,
  valued.currency,
  valued.renewal_currency as unpriced_currency,
  cast(valued.value_a_year as decimal(18, 4)) as value_before_amount,
  cast(valued.value_after as decimal(18, 4)) as value_after_amount,
  cast(case
    when valued.renewed_by is null and valued.is_grace_over then 0 * valued.value_a_year
    when valued.value_after <= valued.value_a_year then valued.value_after
    when valued.value_after > valued.value_a_year then valued.value_a_year
  end as decimal(18, 4)) as value_renewed_amount
from valued
left join {{ ref('int_customers_listed') }} as customers on valued.customer_key = customers.customer_key
left join {{ ref('int_customer_versions_dated') }} as versions
  on
    valued.customer_key = versions.customer_key
    and cast(valued.due_on as timestamp) >= {{ reporting_time('versions.valid_from') }}
    and cast(valued.due_on as timestamp) < {{ reporting_time('versions.valid_to') }}

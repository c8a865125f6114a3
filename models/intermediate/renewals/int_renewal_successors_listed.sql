-- The contract that a term names, or else each contract (or subscription) of the customer that nobody names and that
-- begins from the grace days before the end of service to those after the due date, and outlasts as many days itself.
with terms as (
  select * from {{ ref('int_renewal_terms_gathered') }}
  where linked_contract_id is not null or (continued_on is null and customer_key != {{ unknown_key() }})
),

named as (
  select distinct source, renewed_by_contract_id as contract_id from {{ ref('int_contracts_valued') }}
  where renewed_by_contract_id is not null
),

successors as (
  select
    'contract' as basis,
    contracts.source,
    contracts.contract_id as successor_id,
    contracts.customer_key,
    contracts.starts_on,
    contracts.has_value,
    contracts.currency,
    contracts.value_a_year,
    named.contract_id is null
    and coalesce(
      contracts.served_to > {{ days_later('contracts.starts_on', var('renewal_grace_days')) }}, true
    ) as is_open
  from {{ ref('int_contracts_valued') }} as contracts
  left join named on contracts.source = named.source and contracts.contract_id = named.contract_id
  union all
  select
    'billing' as basis,
    source,
    subscription_id as successor_id,
    customer_key,
    first_paid_on as starts_on,
    true as has_value,
    cast(null as string) as currency,
    cast(12 * first_mrr as decimal(18, 4)) as value_a_year,
    true as is_open
  from {{ ref('int_subscription_payers_listed') }}
  where coalesce(paid_to, date '9999-12-31') > {{ days_later('first_paid_on', var('renewal_grace_days')) }}
),

pairs as (
  select
    terms.renewal_key,
    successors.basis,
    successors.source as successor_source,
    successors.successor_id,
    successors.customer_key,
    0 as days_apart
  from terms
  inner join successors
    on
      terms.basis = successors.basis
      and terms.source = successors.source
      and terms.linked_contract_id = successors.successor_id
  union all
  select
    terms.renewal_key,
    successors.basis,
    successors.source as successor_source,
    successors.successor_id,
    successors.customer_key,
    greatest(
      {{ days_between('successors.starts_on', 'terms.served_to') }},
      {{ days_between('terms.due_on', 'successors.starts_on') }},
      0
    ) as days_apart
  from terms
  inner join successors
    on
      terms.basis = successors.basis
      and terms.customer_key = successors.customer_key
      and terms.starts_on < successors.starts_on
      and successors.starts_on >= {{ days_later('terms.served_to', '-' ~ var('renewal_grace_days')) }}
      and successors.starts_on <= {{ days_later('terms.due_on', var('renewal_grace_days')) }}
      and not (terms.source = successors.source and terms.term_id = successors.successor_id)
  where terms.linked_contract_id is null and successors.is_open
)

select
  pairs.renewal_key,
  pairs.basis,
  pairs.successor_source,
  pairs.successor_id,
  pairs.customer_key as successor_customer_key,
  pairs.days_apart,
  successors.starts_on,
  successors.has_value,
  successors.currency,
  successors.value_a_year
from pairs
inner join successors
  on
    pairs.basis = successors.basis
    and pairs.successor_source = successors.source
    and pairs.successor_id = successors.successor_id
    and pairs.customer_key = successors.customer_key

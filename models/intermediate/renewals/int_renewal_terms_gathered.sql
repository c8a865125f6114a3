-- Contracts' terms and billing terms in one shape. What renews a term by its own word: the contract that it names or
-- the opportunity that was won, or the next period of the subscription.
with recurring as (
  select customer_key, starts_on, ends_on, mrr
  from {{ ref('int_subscription_periods_priced') }}
  where is_recurring
),

contract_terms as (
  select * from {{ ref('int_contract_terms_listed') }}
),

-- A contract without a value is worth what its customer pays when it comes due, shared by those that come due then.
paid as (
  select
    contract_terms.source,
    contract_terms.contract_id,
    contract_terms.term_number,
    12 * sum(recurring.mrr) as value_a_year
  from contract_terms
  inner join recurring
    on
      contract_terms.customer_key = recurring.customer_key
      and recurring.starts_on <= contract_terms.due_on
      and recurring.ends_on > contract_terms.due_on
  where not contract_terms.has_value
  group by contract_terms.source, contract_terms.contract_id, contract_terms.term_number
),

contracts as (
  select
    contract_terms.*,
    case
      when contract_terms.has_value then contract_terms.value_a_year
      else
        {{ half_up('cast(paid.value_a_year as double) / count(paid.value_a_year) over ('
          ~ 'partition by contract_terms.customer_key, contract_terms.due_on)') }}
    end as known_value_a_year
  from contract_terms
  left join paid
    on
      contract_terms.source = paid.source
      and contract_terms.contract_id = paid.contract_id
      and contract_terms.term_number = paid.term_number
)

select
  'contract' as basis,
  source,
  contract_id as term_id,
  term_number,
  customer_key,
  starts_on,
  due_on,
  known_value_a_year as value_a_year,
  auto_renews,
  coalesce(terminated_on <= {{ days_later('due_on', '1') }}, false) as is_terminated,
  case when linked_contract_id is not null then linked_starts_on else won_on end as renewed_on,
  case
    when linked_contract_id is not null then coalesce(linked_value_a_year, known_value_a_year)
    else coalesce(won_value_a_year, known_value_a_year)
  end as renewed_value_a_year,
  case when linked_contract_id is not null then 'link' when won_on is not null then 'opportunity' end as renewed_by
from contracts
union all
select
  'billing' as basis,
  source,
  subscription_id as term_id,
  row_number() over (partition by source, subscription_id, customer_key order by due_on) - 1 as term_number,
  customer_key,
  starts_on,
  due_on,
  value_a_year,
  false as auto_renews,
  is_cut_short as is_terminated,
  continued_on as renewed_on,
  continued_value_a_year as renewed_value_a_year,
  case when continued_on is not null then 'billing' end as renewed_by
from {{ ref('int_billing_terms_listed') }}

-- The contract that a won renewal names is one that the customer has; without one it is its account's.
select
  opportunities.source,
  opportunities.opportunity_id,
  contracts.contract_id,
  coalesce(contracts.customer_key, resolved.customer_key, named.customer_key) as customer_key,
  coalesce(opportunities.closed_on, {{ reporting_date('opportunities.created_at') }}) as won_on,
  opportunities.amount,
  opportunities.currency,
  case when opportunities.currency is null then 1.0 else cast(rates.rate as double) end as rate
from {{ ref('stg_crm__opportunities') }} as opportunities
left join {{ ref('int_contracts_valued') }} as contracts
  on opportunities.source = contracts.source and opportunities.contract_id = contracts.contract_id
left join {{ ref('int_accounts_resolved') }} as resolved
  on opportunities.source = resolved.source and opportunities.account_id = resolved.account_id
left join {{ ref('int_account_references_resolved') }} as named
  on opportunities.account_id = named.account_reference
left join {{ ref('int_constant_rates_chosen') }} as rates on opportunities.currency = rates.currency
where opportunities.kind = 'renewal' and opportunities.is_won

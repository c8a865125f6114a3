select distinct resolved.customer_key
from {{ ref('stg_crm__accounts') }} as accounts
inner join {{ ref('int_accounts_resolved') }} as resolved
  on accounts.source = resolved.source and accounts.account_id = resolved.survivor_account_id
where accounts.is_test

with account_references as (
  {{ references_to(ref('int_accounts_resolved'), 'account_id') }}
)

select
  account_references.reference as account_reference,
  resolved.customer_key
from account_references
inner join {{ ref('int_accounts_resolved') }} as resolved
  on account_references.source = resolved.source and account_references.account_id = resolved.account_id

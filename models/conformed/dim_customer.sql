with members as (
  select * from {{ ref('int_customers_listed') }}
),

accounts as (
  select
    resolved.customer_key,
    accounts.parent_account_id,
    accounts.segment,
    accounts.industry,
    accounts.country,
    accounts.region,
    accounts.is_test
  from {{ ref('stg_crm__accounts') }} as accounts
  inner join {{ ref('int_accounts_resolved') }} as resolved
    on accounts.source = resolved.source and accounts.account_id = resolved.account_id
  where resolved.account_id = resolved.survivor_account_id
)

select
  members.customer_key,
  members.kind,
  members.source,
  members.customer_id,
  accounts.parent_account_id,
  coalesce(accounts.segment, 'unknown') as segment,
  accounts.industry,
  accounts.country,
  accounts.region,
  coalesce(accounts.is_test, false) as is_test,
  members.created_at
from members
left join accounts on members.customer_key = accounts.customer_key
union all
select
  {{ unknown_key() }} as customer_key,
  'unknown' as kind,
  'unknown' as source,
  'unknown' as customer_id,
  cast(null as string) as parent_account_id,
  'unknown' as segment,
  cast(null as string) as industry,
  cast(null as string) as country,
  cast(null as string) as region,
  false as is_test,
  cast(null as timestamp) as created_at

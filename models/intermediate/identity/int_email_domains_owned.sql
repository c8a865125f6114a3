with accounts as (
  select
    lower(accounts.email_domain) as email_domain,
    resolved.customer_key
  from {{ ref('stg_crm__accounts') }} as accounts
  inner join {{ ref('int_accounts_resolved') }} as resolved
    on accounts.source = resolved.source and accounts.account_id = resolved.account_id
  where accounts.email_domain is not null
),

public_domains as (
  select email_domain from {{ ref('public_mail_domains') }}
)

select
  accounts.email_domain,
  min(accounts.customer_key) as customer_key
from accounts
left join public_domains on accounts.email_domain = public_domains.email_domain
where public_domains.email_domain is null
group by accounts.email_domain
having count(distinct accounts.customer_key) = 1

with customers as (
  select
    *,
    lower(split_part(email, '@', 2)) as email_domain
  from {{ ref('stg_billing__customers') }}
),

own_references as (
  {{ references_to(ref('stg_billing__customers'), 'customer_id') }}
),

crm_links as (
  select
    own_references.source,
    own_references.customer_id,
    min(resolved.customer_key) as customer_key,
    count(distinct resolved.customer_key) as linked_customers
  from {{ ref('stg_crm__accounts') }} as accounts
  inner join {{ ref('int_accounts_resolved') }} as resolved
    on accounts.source = resolved.source and accounts.account_id = resolved.account_id
  inner join own_references on accounts.billing_customer_id = own_references.reference
  group by own_references.source, own_references.customer_id
)

select
  customers.source,
  customers.customer_id,
  coalesce(customers.is_test, false) as is_test,
  case
    when crm_links.customer_key is not null then crm_links.customer_key
    when own_links.customer_key is not null then own_links.customer_key
    when domains.customer_key is not null then domains.customer_key
    else {{ surrogate_key(["'billing_customer'", 'customers.source', 'customers.customer_id']) }}
  end as customer_key,
  case
    when crm_links.customer_key is not null then 'crm_link'
    when own_links.customer_key is not null then 'own_link'
    when domains.customer_key is not null then 'email_domain'
    else 'itself'
  end as link_rule,
  coalesce(crm_links.linked_customers > 1, false)
  or coalesce(crm_links.customer_key != own_links.customer_key, false) as has_conflict
from customers
left join crm_links
  on customers.source = crm_links.source and customers.customer_id = crm_links.customer_id
left join {{ ref('int_account_references_resolved') }} as own_links
  on customers.account_id = own_links.account_reference
left join {{ ref('int_email_domains_owned') }} as domains on customers.email_domain = domains.email_domain

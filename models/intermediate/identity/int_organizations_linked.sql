with organizations as (
  select * from {{ ref('stg_ticketing__organizations') }}
),

own_references as (
  {{ references_to(ref('stg_ticketing__organizations'), 'organization_id') }}
),

crm_links as (
  select
    own_references.source,
    own_references.organization_id,
    min(resolved.customer_key) as customer_key,
    count(distinct resolved.customer_key) as linked_customers
  from {{ ref('stg_crm__accounts') }} as accounts
  inner join {{ ref('int_accounts_resolved') }} as resolved
    on accounts.source = resolved.source and accounts.account_id = resolved.account_id
  inner join own_references on accounts.ticketing_organization_id = own_references.reference
  group by own_references.source, own_references.organization_id
)

select
  organizations.source,
  organizations.organization_id,
  case
    when crm_links.customer_key is not null then crm_links.customer_key
    when own_links.customer_key is not null then own_links.customer_key
    when domains.customer_key is not null then domains.customer_key
    else {{ surrogate_key(["'organization'", 'organizations.source', 'organizations.organization_id']) }}
  end as customer_key,
  case
    when crm_links.customer_key is not null then 'crm_link'
    when own_links.customer_key is not null then 'own_link'
    when domains.customer_key is not null then 'email_domain'
    else 'itself'
  end as link_rule,
  coalesce(crm_links.linked_customers > 1, false)
  or coalesce(crm_links.customer_key != own_links.customer_key, false) as has_conflict
from organizations
left join crm_links
  on organizations.source = crm_links.source and organizations.organization_id = crm_links.organization_id
left join {{ ref('int_account_references_resolved') }} as own_links
  on organizations.account_id = own_links.account_reference
left join {{ ref('int_email_domains_owned') }} as domains on lower(organizations.email_domain) = domains.email_domain

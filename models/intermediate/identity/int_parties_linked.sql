-- Organizations and billing customers, those included that only a ticket or an invoice names.
with delivered as (
  select
    'organization' as kind,
    source,
    organization_id as party_id,
    account_id,
    lower(email_domain) as email_domain,
    false as is_test,
    cast(null as timestamp) as created_at
  from {{ ref('stg_ticketing__organizations') }}
  union all
  select
    'billing_customer' as kind,
    source,
    customer_id as party_id,
    account_id,
    lower(split_part(email, '@', 2)) as email_domain,
    coalesce(is_test, false) as is_test,
    created_at
  from {{ ref('stg_billing__customers') }}
),

named as (
  select 'organization' as kind, source, organization_id as party_id from {{ ref('stg_ticketing__tickets') }}
  union
  select 'organization' as kind, source, organization_id as party_id from {{ ref('stg_ticketing__requesters') }}
  {%- for entity in ['subscriptions', 'subscription_periods', 'invoices', 'payments'] %}
  union
  select 'billing_customer' as kind, source, customer_id as party_id from {{ ref('stg_billing__' ~ entity) }}
  {%- endfor %}
),

parties as (
  select * from delivered
  union all
  select
    named.kind,
    named.source,
    named.party_id,
    cast(null as string) as account_id,
    cast(null as string) as email_domain,
    false as is_test,
    cast(null as timestamp) as created_at
  from named
  left join delivered
    on named.kind = delivered.kind and named.source = delivered.source and named.party_id = delivered.party_id
  where named.party_id is not null and delivered.party_id is null
),

party_references as (
  {{ references_to('parties', 'party_id', within='kind') }}
),

crm_references as (
  select 'organization' as kind, source, account_id, ticketing_organization_id as reference
  from {{ ref('stg_crm__accounts') }}
  union all
  select 'billing_customer' as kind, source, account_id, billing_customer_id as reference
  from {{ ref('stg_crm__accounts') }}
),

crm_links as (
  select
    party_references.kind,
    party_references.source,
    party_references.party_id,
    min(resolved.customer_key) as customer_key,
    count(distinct resolved.customer_key) as customers
  from crm_references
  inner join party_references
    on crm_references.kind = party_references.kind and crm_references.reference = party_references.reference
  inner join {{ ref('int_accounts_resolved') }} as resolved
    on crm_references.source = resolved.source and crm_references.account_id = resolved.account_id
  group by party_references.kind, party_references.source, party_references.party_id
)

select
  parties.kind,
  parties.source,
  parties.party_id,
  parties.is_test,
  parties.created_at,
  coalesce(
    crm_links.customer_key,
    own_links.customer_key,
    domains.customer_key,
    {{ surrogate_key(['parties.kind', 'parties.source', 'parties.party_id']) }}
  ) as customer_key,
  case
    when crm_links.customer_key is not null then 'crm_link'
    when own_links.customer_key is not null then 'own_link'
    when domains.customer_key is not null then 'email_domain'
    else 'itself'
  end as link_rule,
  coalesce(crm_links.customers > 1, false)
  or coalesce(crm_links.customer_key != own_links.customer_key, false) as has_conflict,
  parties.account_id is not null and own_links.customer_key is null as has_unresolved_reference
from parties
left join crm_links
  on
    parties.kind = crm_links.kind
    and parties.source = crm_links.source
    and parties.party_id = crm_links.party_id
left join {{ ref('int_account_references_resolved') }} as own_links
  on parties.account_id = own_links.account_reference
left join {{ ref('int_email_domains_owned') }} as domains on parties.email_domain = domains.email_domain

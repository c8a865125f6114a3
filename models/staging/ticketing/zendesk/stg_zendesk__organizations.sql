-- The external id is the account's id in the CRM. A domain identifies an organization only where it is its only one.
with organizations as (
  {{ records('zendesk', 'organization') }}
),

domain_names as (
  {{ records('zendesk', 'domain_name') }}
),

single_domains as (
  select
    organization_id,
    min(lower(domain_name)) as email_domain
  from domain_names
  where not _is_deleted
  group by organization_id
  having count(distinct lower(domain_name)) = 1
)

select
  organizations.id as organization_id,
  organizations.name,
  organizations.external_id as account_id,
  single_domains.email_domain,
  organizations._updated_at,
  organizations._is_deleted,
  organizations._arrived_at,
  organizations._delivery,
  organizations._record
from organizations
left join single_domains on organizations.id = single_domains.organization_id

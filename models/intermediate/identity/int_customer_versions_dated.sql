-- The survivor's versions speak for the customer; other members have no versions.
select
  resolved.customer_key,
  versions.valid_from,
  versions.valid_to,
  versions.segment,
  versions.industry,
  versions.country,
  versions.region,
  versions.owner_id
from {{ ref('stg_crm__account_versions') }} as versions
inner join {{ ref('int_accounts_resolved') }} as resolved
  on versions.source = resolved.source and versions.account_id = resolved.survivor_account_id
where resolved.account_id = resolved.survivor_account_id and not versions.is_deleted

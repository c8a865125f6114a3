with versions as (
  {{ records('salesforce', 'account', all_versions=true) }}
),

renamed as (
  select
    id as account_id,
    parent_id as parent_account_id,
    master_record_id as merged_into_account_id,
    owner_id,
    name,
    type as segment,
    industry,
    case
      when length(trim(billing_country)) = 2 then upper(trim(billing_country))
      else trim(billing_country)
    end as country,
    regexp_extract(lower(trim(website)), '^(?:[a-z]+://)?(?:www[.])?([^/:?#@ ]+)', 1) as host,
    created_date as created_at,
    _updated_at,
    (_is_deleted or coalesce(_fivetran_deleted, false)) and master_record_id is null as _is_deleted,
    _arrived_at,
    _delivery,
    _record
  from versions
)

select
  *,
  case when host like '%.%' then host end as email_domain
from renamed

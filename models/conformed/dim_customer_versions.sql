select
  {{ surrogate_key(['customer_key', 'valid_from']) }} as customer_version_key,
  customer_key,
  valid_from,
  valid_to,
  coalesce(segment, 'unknown') as segment,
  industry,
  country,
  region,
  owner_id
from {{ ref('int_customer_versions_dated') }}

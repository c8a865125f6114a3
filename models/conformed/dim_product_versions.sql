select
  {{ surrogate_key(["'product'", 'source', 'product_id', 'valid_from']) }} as product_version_key,
  {{ surrogate_key(["'product'", 'source', 'product_id']) }} as product_key,
  valid_from,
  valid_to,
  name as product,
  family,
  is_recurring,
  gross_margin
from {{ ref('stg_billing__product_versions') }}
where not is_deleted

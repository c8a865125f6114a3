with referenced as (
  select source, product_id from {{ ref('stg_billing__products') }}
  union
  select source, product_id from {{ ref('stg_billing__subscription_periods') }} where product_id is not null
  union
  select source, product_id from {{ ref('stg_billing__invoice_lines') }} where product_id is not null
  union
  select source, product_id from {{ ref('stg_commerce__orders') }} where product_id is not null
)

select
  {{ surrogate_key(["'product'", 'referenced.source', 'referenced.product_id']) }} as product_key,
  referenced.source,
  referenced.product_id,
  coalesce(products.name, referenced.product_id) as product,
  products.family,
  products.is_recurring,
  products.gross_margin,
  products.product_id is not null as is_listed
from referenced
left join {{ ref('stg_billing__products') }} as products
  on referenced.source = products.source and referenced.product_id = products.product_id
union all
select
  {{ unknown_key() }} as product_key,
  'unknown' as source,
  'unknown' as product_id,
  'unknown' as product,
  cast(null as string) as family,
  cast(null as boolean) as is_recurring,
  cast(null as decimal(18, 8)) as gross_margin,
  false as is_listed

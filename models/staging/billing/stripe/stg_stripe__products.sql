with versions as (
  {{ records('stripe', 'product', all_versions=true) }}
),

recurring as (
  select
    product_id,
    max(case when interval_unit is not null then 1 else 0 end) = 1 as is_recurring
  from {{ ref('stg_stripe__prices') }}
  group by product_id
)

select
  versions.id as product_id,
  versions.name,
  recurring.is_recurring,
  versions._updated_at,
  versions._is_deleted,
  versions._arrived_at,
  versions._delivery,
  versions._record
from versions
left join recurring on versions.id = recurring.product_id

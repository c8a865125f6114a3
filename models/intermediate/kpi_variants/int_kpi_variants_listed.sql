-- A cell with one word is for all variants; with several, the word at the variant's place is for that variant.
with numbered as (
  select
    kpi_id,
    variants,
    unit,
    interval_method,
    {{ each_number('1', '20') }} as variant_number
  from {{ ref('kpi_reference') }}
),

split as (
  select
    kpi_id,
    trim(split_part(variants, '|', cast(variant_number as int))) as variant,
    trim(split_part(unit, '|', cast(variant_number as int))) as own_unit,
    trim(split_part(interval_method, '|', cast(variant_number as int))) as own_interval_method,
    unit,
    interval_method
  from numbered
)

select
  kpi_id,
  variant,
  coalesce(nullif(own_unit, ''), unit) as unit,
  coalesce(nullif(own_interval_method, ''), interval_method) as interval_method
from split
where variant != ''

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
    {{ nth_word('variants', 'variant_number') }} as variant,
    {{ nth_word('unit', 'variant_number') }} as own_unit,
    {{ nth_word('interval_method', 'variant_number') }} as own_interval_method,
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

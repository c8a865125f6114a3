-- A band is one whole: where the company has rows for it, none of the shipped ones holds.
with company as (
  select lower(trim(penalty_band)) as band, * from {{ source('reference', 'penalty_bands') }}
),

shipped as (
  select lower(trim(penalty_band)) as band, * from {{ ref('penalty_bands') }}
),

own_bands as (
  select distinct band from company
),

laid_over as (
  select * from company
  union all
  select shipped.*
  from shipped
  left join own_bands on shipped.band = own_bands.band
  where own_bands.band is null
)

select
  band as penalty_band,
  cast(from_compliance as decimal(9, 4)) as from_compliance,
  cast(to_compliance as decimal(9, 4)) as to_compliance,
  cast(credit_percent as decimal(9, 4)) as credit_percent,
  cast(nullif(trim(cap_percent), '') as decimal(9, 4)) as cap_percent
from laid_over

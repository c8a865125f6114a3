-- description: >
--   Numerators and denominators of a KPI add up to its total over each of its dimensions, in every period. Two
--   kinds of denominators do not: active customers, below the fraction line of contact_rate, are distinct, and churn
--   of one kind is measured among all who were there. Who pays for several plans or products counts in each. Where a
--   member's figure is withheld (few answers), or the total has none (scales differ), there is nothing to add up;
--   of employees, teams are left out altogether.
-- remedy: >
--   Slices of a KPI do not make its total: a NULL member was dropped, a join multiplies rows, or the total is
--   missing. The part says whether numerator or denominator; compare the slices of each dimension with the total.
-- min_rows_from: marts.kpi_values where dimension <> 'total' and numerator is not null
with slices as (
  select
    kpi_id, variant, period_kind, period_start, dimension,
    sum(cast(numerator as double)) as numerator,
    sum(cast(denominator as double)) as denominator
  from marts.kpi_values
  where dimension <> 'total' and kpi_id not in ('enps', 'engagement')
  group by kpi_id, variant, period_kind, period_start, dimension
  having count(*) = count(numerator)
),

compared as (
  select
    slices.numerator,
    case
      when slices.kpi_id = 'contact_rate' or slices.dimension = 'churn_kind' then null
      when slices.kpi_id = 'arpa' and slices.dimension in ('plan', 'product') then null
      else slices.denominator
    end as denominator,
    cast(totals.numerator as double) as total_numerator,
    cast(totals.denominator as double) as total_denominator
  from slices
  left join marts.kpi_values as totals
    on totals.dimension = 'total'
    and totals.kpi_id = slices.kpi_id
    and totals.variant = slices.variant
    and totals.period_kind = slices.period_kind
    and totals.period_start is not distinct from slices.period_start
  where totals.kpi_id is null or totals.numerator is not null
)

-- Integers are exact in doubles; a thousandth is below any amount of money or time that is published.
select
  'numerator' as part,
  count(*) as evaluated_rows,
  count(*) filter (where (abs(numerator - total_numerator) < 0.001) is not true) as failed_rows
from compared
union all
select
  'denominator' as part,
  count(denominator) as evaluated_rows,
  count(*) filter (where denominator is not null and (abs(denominator - total_denominator) < 0.001) is not true)
    as failed_rows
from compared

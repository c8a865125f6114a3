-- description: >
--   Numerators and denominators of a KPI, and the numbers of facts beside it (n, n_immature), add up to its total over
--   each of its dimensions, in every period. Two kinds of denominators do not: active customers, below the fraction
--   line of contact_rate, are distinct, and churn of one kind is measured among all who were there. Who pays for
--   several plans or products counts in each. Where a member's figure is withheld (few answers), or the total has none
--   (scales differ), only the numbers add up; of employees, teams are left out altogether, and so is mirror_gap, which
--   compares what a team expected with all answers.
-- remedy: >
--   Slices of a KPI do not make its total: a NULL member was dropped, a join multiplies rows, or the total is
--   missing. The part says which number; compare the slices of each dimension with the total.
-- min_rows_from: marts.kpi_values where dimension <> 'total' and numerator is not null
with slices as (
  select
    kpi_id, variant, period_kind, period_start, dimension,
    count(*) = count(numerator) as is_told,
    sum(cast(numerator as double)) as numerator,
    sum(cast(denominator as double)) as denominator,
    sum(n) as n,
    sum(n_immature) as n_immature
  from marts.kpi_values
  where dimension <> 'total' and kpi_id not in ('enps', 'engagement', 'mirror_gap')
  group by kpi_id, variant, period_kind, period_start, dimension
),

compared as (
  select
    slices.*,
    slices.is_told and (totals.kpi_id is null or totals.numerator is not null) as has_sums,
    slices.kpi_id = 'contact_rate'
    or slices.dimension = 'churn_kind'
    or (slices.kpi_id = 'arpa' and slices.dimension in ('plan', 'product')) as is_of_all,
    slices.kpi_id = 'mrr' and slices.dimension in ('plan', 'product') as is_in_several,
    cast(totals.numerator as double) as total_numerator,
    cast(totals.denominator as double) as total_denominator,
    totals.n as total_n,
    totals.n_immature as total_n_immature
  from slices
  left join marts.kpi_values as totals
    on totals.dimension = 'total'
    and totals.kpi_id = slices.kpi_id
    and totals.variant = slices.variant
    and totals.period_kind = slices.period_kind
    and totals.period_start is not distinct from slices.period_start
)

-- Integers are exact in doubles; a thousandth is below any amount of money or time that is published.
select
  'numerator' as part,
  count(*) as evaluated_rows,
  count(*) filter (where (abs(numerator - total_numerator) < 0.001) is not true) as failed_rows
from compared
where has_sums
union all
select
  'denominator' as part,
  count(*) as evaluated_rows,
  count(*) filter (where (abs(denominator - total_denominator) < 0.001) is not true) as failed_rows
from compared
where has_sums and not is_of_all and denominator is not null
union all
select 'n' as part, count(*) as evaluated_rows, count(*) filter (where n is distinct from total_n) as failed_rows
from compared
where not is_of_all and not is_in_several
union all
select
  'n_immature' as part,
  count(*) as evaluated_rows,
  count(*) filter (where n_immature is distinct from total_n_immature) as failed_rows
from compared

{% set families = [
  'ticket_kpis', 'sla_kpis', 'revenue_kpis', 'retention_kpis', 'sales_kpis', 'renewal_kpis', 'cancellation_kpis',
  'ticket_time_kpis', 'contact_kpis', 'cost_kpis', 'acquisition_kpis', 'loss_kpis', 'alert_kpis',
  'newcomer_kpis',
] %}
with added as (
  {%- for family in families %}
  select * from {{ ref(family) }}
  {{ 'union all' if not loop.last }}
  {%- endfor %}
),

-- Scores and survivals bring an interval that cannot be made of two sums.
measured as (
  select
    *, cast(null as double) as interval_low, cast(null as double) as interval_high, cast(null as double) as n_effective
  from added
  union all
  {%- for family in [
    'customer_score_kpis', 'survey_kpis', 'emotion_kpis', 'corrected_emotion_kpis', 'lifetime_kpis', 'mirror_kpis',
  ] %}
  select *, cast(null as double) as n_effective from {{ ref(family) }}
  union all
  {%- endfor %}
  select * from {{ ref('representativeness_kpis') }}
),

reference as (
  select * from {{ ref('kpi_reference') }}
),

-- A count whose total is zero-filled has a row for every period since its first one.
first_periods as (
  select
    measured.kpi_id,
    measured.variant,
    min(measured.period_start) as first_on
  from measured
  inner join reference on measured.kpi_id = reference.kpi_id
  where reference.zero_filled = 'total' and measured.dimension = 'total' and measured.period_kind = 'day'
  group by measured.kpi_id, measured.variant
),

empty_periods as (
  select distinct
    first_periods.kpi_id,
    first_periods.variant,
    periods.period_kind,
    periods.period_start,
    periods.is_partial
  from first_periods
  inner join {{ ref('int_periods_listed') }} as periods on first_periods.first_on <= periods.date_on
  left join measured
    on
      first_periods.kpi_id = measured.kpi_id
      and first_periods.variant = measured.variant
      and measured.dimension = 'total'
      and periods.period_kind = measured.period_kind
      and periods.period_start is not distinct from measured.period_start
  where measured.kpi_id is null
),

filled as (
  select * from measured
  union all
  select
    kpi_id, variant, period_kind, period_start, is_partial, 'total' as dimension, 'total' as dimension_value,
    cast(0 as decimal(18, 4)) as numerator, cast(null as decimal(18, 4)) as denominator,
    cast(null as double) as measured, cast(0 as bigint) as n, cast(0 as bigint) as n_immature,
    cast(null as double) as interval_low, cast(null as double) as interval_high, cast(null as double) as n_effective
  from empty_periods
),

valued as (
  select
    filled.*,
    variants.unit,
    variants.interval_method,
    case
      when filled.measured is not null then filled.measured
      when filled.denominator is null then cast(filled.numerator as double)
      else
        cast(filled.numerator as double) / nullif(cast(filled.denominator as double), 0)
        * case when variants.unit in ('percent', 'points') then 100.0 else 1.0 end
    end as value
  from filled
  left join {{ ref('int_kpi_variants_listed') }} as variants
    on filled.kpi_id = variants.kpi_id and filled.variant = variants.variant
)

select
  valued.kpi_id,
  valued.variant,
  valued.period_kind,
  valued.period_start,
  valued.is_partial,
  valued.dimension,
  valued.dimension_value,
  valued.numerator,
  valued.denominator,
  valued.value,
  valued.unit,
  valued.n,
  valued.n_immature,
  {{ interval_end('valued', '-') }} as interval_low,
  {{ interval_end('valued', '+') }} as interval_high,
  cast(targets.target as double) as target,
  clock.as_of,
  coalesce(valued.n_effective, valued.n) < samples.minimum_n as is_small_sample
from valued
cross join {{ ref('stg_clock') }} as clock
left join {{ ref('stg_reference__kpi_targets') }} as targets
  on valued.kpi_id = targets.kpi_id and valued.variant = targets.variant
left join {{ ref('kpi_minimum_samples') }} as samples on valued.kpi_id = samples.kpi_id

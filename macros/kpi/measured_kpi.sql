{#
  A KPI whose figure was computed for each period and member on its own (a survival, a fitted value): facts has the rows
  as they are, of periods that are over, by period_kind, period_start, dimension and dimension_value, with measured, n
  and n_immature. Total and the dimensions named here are kept; a fact without a figure gives a row without a value.
  has_interval: facts have interval_low and interval_high. is_partial: 'is_partial' where facts say of each period
  whether it is over.
#}
{% macro measured_kpi(kpi_id, variant, facts, dimensions, has_interval=false, is_partial='false') %}
  select
    '{{ kpi_id }}' as kpi_id,
    '{{ variant }}' as variant,
    period_kind,
    period_start,
    {{ is_partial if is_partial == 'is_partial' else 'false as is_partial' }},
    dimension,
    dimension_value,
    cast(null as decimal(18, 4)) as numerator,
    cast(null as decimal(18, 4)) as denominator,
    cast(measured as double) as measured,
    cast(n as bigint) as n,
    cast(n_immature as bigint) as n_immature,
    cast({{ 'interval_low' if has_interval else 'null' }} as double) as interval_low,
    cast({{ 'interval_high' if has_interval else 'null' }} as double) as interval_high
  from {{ facts }}
  where dimension in ('total', '{{ dimensions | join("', '") }}')
{% endmacro %}

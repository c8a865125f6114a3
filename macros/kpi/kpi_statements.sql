{#
  The statements from which every KPI mart is made: one call for each KPI, UNION ALL between them.

  Each gives the rows (kpi_id, variant, period_kind, period_start, is_partial, dimension, dimension_value, numerator,
  denominator, measured, n, n_immature), for the total and for one dimension at a time. Days are kept for total and
  channel alone; agent and topic start at month.
#}

{#
  Mean, median and 90th percentile of durations of one fact: variants <prefix>_mean, <prefix>_median, <prefix>_p90. The
  mean is a ratio of sums; the other two are computed from the rows of each period and dimension value, never from each
  other.

  measures: a list of kpi_id, prefix and minutes, a decimal column of facts, NULL where there is none (such rows count
  for nothing). immature: a boolean column of facts that marks rows without minutes yet; they are counted in n_immature
  of their period, which has a row without a value where it has no other. period_kinds: none for all of them.
  least_of_team: as in additive_kpis.
#}
{% macro duration_kpis(facts, happened_on, dimensions, measures, immature=none, period_kinds=none, least_of_team=0) %}
  select
    measures.kpi_id,
    measures.prefix || '_' || statistics.statistic as variant,
    grouped.period_kind,
    grouped.period_start,
    grouped.is_partial,
    grouped.dimension,
    grouped.dimension_value,
    cast(case when statistics.statistic = 'mean' then {{ of_enough('grouped', 'coalesce(' ~ of_measure('grouped.total', measures) ~ ', 0)', measures, least_of_team) }} end as decimal(18, 4))
      as numerator,
    cast(case when statistics.statistic = 'mean' then {{ of_enough('grouped', of_measure('grouped.n', measures), measures, least_of_team) }} end as decimal(18, 4)) as denominator,
    case statistics.statistic
      when 'median' then {{ of_enough('grouped', percentile_at(of_measure('grouped.middle_and_ninetieth', measures), 1), measures, least_of_team) }}
      when 'p90' then {{ of_enough('grouped', percentile_at(of_measure('grouped.middle_and_ninetieth', measures), 2), measures, least_of_team) }}
    end as measured,
    cast({{ of_measure('grouped.n', measures) }} as bigint) as n,
    cast(grouped.n_immature as bigint) as n_immature
  from (
    {%- for dimension in ['total'] + dimensions %}
    select
      periods.period_kind,
      periods.period_start,
      periods.is_partial,
      '{{ dimension }}' as dimension,
      {{ "'total'" if dimension == 'total' else 'facts.' ~ dimension }} as dimension_value,
      {%- for measure in measures %}
      sum(facts.{{ measure.minutes }}) as total_{{ loop.index }},
      {{ percentiles('cast(facts.' ~ measure.minutes ~ ' as double)', [0.5, 0.9]) }} as middle_and_ninetieth_{{ loop.index }},
      count(facts.{{ measure.minutes }}) as n_{{ loop.index }},
      {%- endfor %}
      {{ 'count(case when facts.' ~ immature ~ ' then 1 end)' if immature else '0' }} as n_immature
    from {{ facts }} as facts
    inner join {{ ref('int_periods_listed') }} as periods on facts.{{ happened_on }} = periods.date_on
    where {{ offered_periods("'" ~ dimension ~ "'", period_kinds) }}
    group by periods.period_kind, periods.period_start, periods.is_partial{{ ', facts.' ~ dimension if dimension != 'total' }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
  ) as grouped
  cross join {{ listed_measures(measures, ['kpi_id', 'prefix']) }} as measures
  cross join (
    select 'mean' as statistic union all select 'median' as statistic union all select 'p90' as statistic
  ) as statistics
  where {{ of_measure('grouped.n', measures) }} > 0 or grouped.n_immature > 0
{% endmacro %}


{#
  A stock at the end of each period: the sum of a column over the rows of the period's last day.

  facts: rows by date_on and dimensions; 'total' is named like any other dimension. denominator: an aggregate, where it
  is a ratio. n: an aggregate that says how many things the stock is made of (default: the denominator, else the stock
  itself). period_kinds: where the stock is offered. by_kind: facts differ by their column period_kind. immature: an
  aggregate that says how many things are not decided yet.
#}
{% macro stock_kpi(kpi_id, variant, facts, numerator, dimensions, denominator=none, n=none, period_kinds=none, by_kind=false, immature='0') %}
  {%- for dimension in dimensions %}
  select
    '{{ kpi_id }}' as kpi_id,
    '{{ variant }}' as variant,
    periods.period_kind,
    periods.period_start,
    periods.is_partial,
    '{{ dimension }}' as dimension,
    {{ "'total'" if dimension == 'total' else 'facts.' ~ dimension }} as dimension_value,
    cast(sum(facts.{{ numerator }}) as decimal(18, 4)) as numerator,
    cast({{ denominator or 'null' }} as decimal(18, 4)) as denominator,
    cast(null as double) as measured,
    cast({{ n or denominator or 'sum(facts.' ~ numerator ~ ')' }} as bigint) as n,
    cast({{ immature }} as bigint) as n_immature
  from {{ facts }} as facts
  inner join {{ ref('int_periods_listed') }} as periods
    on
      facts.date_on = periods.date_on
      and periods.is_last_day {{- ' and facts.period_kind = periods.period_kind' if by_kind }}
  where {{ offered_periods("'" ~ dimension ~ "'", period_kinds) }}
  group by periods.period_kind, periods.period_start, periods.is_partial{{ ', facts.' ~ dimension if dimension != 'total' }}
  {{ 'union all' if not loop.last }}
  {%- endfor %}
{% endmacro %}

{#
  The twins of scores (score_kpis) in which each answer has a weight: the weighted sum over the sum of the weights, with
  the 95 % interval of so many answers as the weights leave (Kish: their squared sum over the sum of their squares).

  facts: a relation or CTE with one row for each answer and period: period_kind, period_start, is_partial. weight: its
  column. dimensions: columns of facts. measures: a list of
    kpi_id, variant: as in the KPI reference. numerator: an expression of one fact. among: which facts count.
    interval: 'adjusted wald', 'normal' or 'effective wilson'. times: 100 where the unit is percent or points.
    scale: its two ends, as in score_kpis; where facts differ in them, there is n and no figure.
  least_of_team: a team or an agent with fewer answers has n and no figure.
  Columns: those of score_kpis, then n_effective.
#}
{% macro weighted_score_kpis(facts, weight, dimensions, measures, least_of_team=0) %}
  select
    kpi_id,
    variant,
    period_kind,
    period_start,
    is_partial,
    dimension,
    dimension_value,
    cast(case when is_shown then weighted_results end as decimal(18, 4)) as numerator,
    cast(case when is_shown then weights end as decimal(18, 4)) as denominator,
    cast(null as double) as measured,
    cast(answers as bigint) as n,
    cast(0 as bigint) as n_immature,
    case
      when interval_method = 'effective wilson' and is_shown then {{ wilson_bound('numerators', 'n', '-') }}
      else {{ score_bound('-') }}
    end as interval_low,
    case
      when interval_method = 'effective wilson' and is_shown then {{ wilson_bound('numerators', 'n', '+') }}
      else {{ score_bound('+') }}
    end as interval_high,
    effective as n_effective
  from (
    select
      *,
      effective as n,
      effective as denominators,
      effective as denominator_squares,
      cast(weighted_results as double) / cast(nullif(weights, 0) as double) * effective as numerators,
      cast(weighted_results as double) / cast(nullif(weights, 0) as double) * effective as products,
      cast(weighted_squares as double) / cast(nullif(weights, 0) as double) * effective as numerator_squares
    from (
      select
        kpi_id,
        variant,
        interval_method,
        times,
        period_kind,
        period_start,
        is_partial,
        dimension,
        dimension_value,
        count(*) as answers,
        min(scale_low) as scale_low,
        min(scale_high) as scale_high,
        min(scale_low) = max(scale_low)
        and min(scale_high) = max(scale_high)
        and sum(weight) > 0
        and not (dimension in ('team', 'agent') and count(*) < {{ least_of_team }}) as is_shown,
        sum(weight) as weights,
        sum(cast(weight as decimal(19, 8)) * result) as weighted_results,
        sum(cast(cast(weight as decimal(19, 8)) * result as decimal(19, 8)) * result) as weighted_squares,
        cast(sum(weight) as double) * cast(sum(weight) as double)
        / nullif(cast(sum(cast(weight * weight as decimal(18, 8))) as double), 0) as effective
      from (
        select
          facts.*,
          dimensions.dimension,
          case dimensions.dimension
            {%- for dimension in dimensions %}
            when '{{ dimension }}' then facts.{{ dimension }}
            {%- endfor %}
            else 'total'
          end as dimension_value
        from (
          {%- for measure in measures %}
          select
            '{{ measure.kpi_id }}' as kpi_id,
            '{{ measure.variant }}' as variant,
            '{{ measure.interval }}' as interval_method,
            {{ measure.times or 1 }} as times,
            period_kind,
            period_start,
            is_partial,
            {{ weight }} as weight,
            cast({{ measure.numerator }} as decimal(18, 4)) as result,
            cast({{ measure.scale[0] if measure.scale else 0 }} as double) as scale_low,
            cast({{ measure.scale[1] if measure.scale else 1 }} as double) as scale_high
            {%- for dimension in dimensions %},
            {{ dimension }}
            {%- endfor %}
          from {{ facts }}
          where {{ measure.among }}
          {{ 'union all' if not loop.last }}
          {%- endfor %}
        ) as facts
        cross join (
          select 'total' as dimension
          {%- for dimension in dimensions %} union all select '{{ dimension }}' as dimension{% endfor %}
        ) as dimensions
      ) as cut
      group by
        kpi_id, variant, interval_method, times, period_kind, period_start, is_partial, dimension, dimension_value
    ) as summed
  ) as effective
{% endmacro %}

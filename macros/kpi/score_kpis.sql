{#
  Scores with an interval of their own: means, net shares, ratios of sums over answers or groups of answers. Added up by
  day first; an interval needs the sums of squares as well, so it is computed here and not in kpi_values.

  facts: a relation or CTE with one row for each answer (visit ...). happened_on: its date. dimensions: columns of
  facts. period_kinds: none for all of them. measures: a list of
    kpi_id, variant: as in the KPI reference.
    numerator, denominator: expressions of one fact (denominator none: 1). A score of 5 with the weight 2 is 10 and 2.
    among: which facts count.
    interval: 'adjusted wald', 'normal' or 'wilson' (which kpi_values makes of numerator and denominator).
    times: 100 where the unit is percent or points, for the interval.
    scale: the ends of the scale, two expressions; where facts differ in them, scores are not comparable, and there is
      n and no figure. No interval goes beyond them.
    immature: a condition; such facts are in neither sum, and counted.
  least_of_team: a team or an agent with fewer facts has n and no figure. Columns: the usual, then the interval's.
#}
{% macro score_kpis(facts, happened_on, dimensions, measures, period_kinds=none, least_of_team=0) %}
  {%- set parts = ['numerators', 'denominators', 'numerator_squares', 'products', 'denominator_squares', 'n', 'n_immature'] %}
  select
    kpi_id,
    variant,
    period_kind,
    period_start,
    is_partial,
    dimension,
    dimension_value,
    cast(case when is_shown then numerators end as decimal(18, 4)) as numerator,
    cast(case when is_shown then denominators end as decimal(18, 4)) as denominator,
    cast(null as double) as measured,
    cast(n as bigint) as n,
    cast(n_immature as bigint) as n_immature,
    {{ score_bound('-') }} as interval_low,
    {{ score_bound('+') }} as interval_high
  from (
    select
      daily.kpi_id,
      daily.variant,
      daily.interval_method,
      daily.times,
      periods.period_kind,
      periods.period_start,
      periods.is_partial,
      daily.dimension,
      daily.dimension_value,
      min(daily.scale_low) as scale_low,
      min(daily.scale_high) as scale_high,
      min(daily.is_one_scale) = 1 and min(daily.scale_low) = max(daily.scale_low)
      and min(daily.scale_high) = max(daily.scale_high)
      and not (daily.dimension in ('team', 'agent') and sum(daily.n) < {{ least_of_team }}) as is_shown
      {%- for part in parts %},
      sum(daily.{{ part }}) as {{ part }}
      {%- endfor %}
    from (
      select
        kpi_id,
        variant,
        interval_method,
        times,
        date_on,
        dimension,
        dimension_value,
        min(scale_low) as scale_low,
        min(scale_high) as scale_high,
        case when min(scale_low) = max(scale_low) and min(scale_high) = max(scale_high) then 1 else 0 end as is_one_scale,
        sum(numerator) as numerators,
        sum(denominator) as denominators,
        sum(cast(numerator as decimal(19, 4)) * numerator) as numerator_squares,
        sum(cast(numerator as decimal(19, 4)) * denominator) as products,
        sum(cast(denominator as decimal(19, 4)) * denominator) as denominator_squares,
        sum(1 - n_immature) as n,
        sum(n_immature) as n_immature
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
          {%- set scale = measure.scale or ['0', '1'] %}
          {%- set counts = 'not coalesce(' ~ (measure.immature or 'false') ~ ', false)' %}
          select
            '{{ measure.kpi_id }}' as kpi_id,
            '{{ measure.variant }}' as variant,
            '{{ measure.interval }}' as interval_method,
            {{ measure.times or 1 }} as times,
            {{ happened_on }} as date_on,
            cast(case when {{ counts }} then {{ measure.numerator }} else 0 end as decimal(18, 4)) as numerator,
            cast(case when {{ counts }} then {{ measure.denominator or 1 }} else 0 end as decimal(18, 4)) as denominator,
            cast({{ scale[0] }} as double) as scale_low,
            cast({{ scale[1] }} as double) as scale_high,
            case when {{ counts }} then 0 else 1 end as n_immature
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
      group by kpi_id, variant, interval_method, times, date_on, dimension, dimension_value
    ) as daily
    inner join {{ ref('int_periods_listed') }} as periods on daily.date_on = periods.date_on
    where {{ offered_periods('daily.dimension', period_kinds) }}
    group by
      daily.kpi_id, daily.variant, daily.interval_method, daily.times, periods.period_kind, periods.period_start,
      periods.is_partial, daily.dimension, daily.dimension_value
  ) as added
{% endmacro %}


{#
  A bound of the 95 % interval of a score, from the columns of score_kpis; z = 1.959964. `normal` takes the variance of
  a ratio of sums, with n - 1, so it needs two facts; where all are alike, nothing says how sure that is. `adjusted wald`
  is that of a net share (+1, 0, -1): from n = 100 with the variance p + d - (p - d)^2; below, and where all are alike,
  after adding 3/4 to promoters and to detractors and 1 1/2 to passives. No bound lies beyond the scale's end.
#}
{% macro score_bound(sign) %}
  {%- set z = 1.959964 -%}
  {%- set end = 'least(scale_high, greatest(scale_low' -%}
  {%- set n = 'cast(n as double)' -%}
  {%- set mean = '(cast(numerators as double) / cast(nullif(denominators, 0) as double))' -%}
  {%- set net = '(cast(numerators as double) / (' ~ n ~ ' + 3.0))' -%}
  {%- set variance = '(cast(numerator_squares as double) / ' ~ n ~ ' - ' ~ mean ~ ' * ' ~ mean ~ ')' -%}
  {%- set squares = 'cast(numerator_squares as double) - 2.0 * ' ~ mean ~ ' * cast(products as double) + ' ~ mean ~ ' * ' ~ mean ~ ' * cast(denominator_squares as double)' -%}
case
      when not is_shown or coalesce(denominators, 0) = 0 then null
      when interval_method = 'normal' and {{ squares }} <= 1e-12 * cast(numerator_squares as double) then null
      when interval_method = 'normal' and n > 1 then times * {{ end }},
        {{ mean }} {{ sign }} {{ z }} * sqrt(greatest({{ squares }}, 0.0) * {{ n }} / ({{ n }} - 1.0))
        / cast(nullif(denominators, 0) as double)
      ))
      when interval_method = 'adjusted wald' and n >= 100 and {{ variance }} > 1e-12 then times * {{ end }},
        {{ mean }} {{ sign }} {{ z }} * sqrt({{ variance }} / {{ n }})
      ))
      when interval_method = 'adjusted wald' and n > 0 then times * {{ end }},
        {{ net }} {{ sign }} {{ z }}
        * sqrt(((cast(numerator_squares as double) + 1.5) / ({{ n }} + 3.0) - {{ net }} * {{ net }}) / ({{ n }} + 3.0))
      ))
    end
{%- endmacro %}

{#
  Counts and ratios of sums of one fact, added up in one pass: by day first; periods are sums of days.

  facts: a relation or CTE with one row for each thing that happened. happened_on: its date. dimensions: columns of
  facts. period_kinds: none for all of them. measures: a list of
    kpi_id, variant: as in the KPI reference.
    numerator, denominator, immature: expressions to be summed (denominator none: a count; immature: 0).
    n: what is counted beside the value; by default the denominator, else the numerator.
    among: which facts count, where not all do. A period without any of them has no row.
  least_of_team: a team or an agent with a smaller n has n and no figure.
#}
{% macro additive_kpis(facts, happened_on, dimensions, measures, period_kinds=none, least_of_team=0) %}
  {%- set parts = ['numerator', 'denominator', 'n', 'n_immature', 'things'] %}
  select
    measures.kpi_id,
    measures.variant,
    added.period_kind,
    added.period_start,
    added.is_partial,
    added.dimension,
    added.dimension_value,
    cast({{ of_enough('added', of_measure('added.numerator', measures), measures, least_of_team) }} as decimal(18, 4)) as numerator,
    cast({{ of_enough('added', of_measure('added.denominator', measures), measures, least_of_team) }} as decimal(18, 4)) as denominator,
    cast(null as double) as measured,
    cast({{ of_measure('added.n', measures) }} as bigint) as n,
    cast({{ of_measure('added.n_immature', measures) }} as bigint) as n_immature
  from (
    select
      periods.period_kind,
      periods.period_start,
      periods.is_partial,
      daily.dimension,
      daily.dimension_value
      {%- for measure in measures %}{% set number = loop.index %}{% for part in parts %},
      cast(sum(daily.{{ part }}_{{ number }}) as decimal(18, 4)) as {{ part }}_{{ number }}
      {%- endfor %}{% endfor %}
    from (
      {%- for dimension in ['total'] + dimensions %}
      select
        {{ happened_on }} as date_on,
        '{{ dimension }}' as dimension,
        {{ "'total'" if dimension == 'total' else dimension }} as dimension_value
        {%- for measure in measures %},
        {{ sum_among(measure, measure.numerator) }} as numerator_{{ loop.index }},
        {{ sum_among(measure, measure.denominator) if measure.denominator else 'cast(null as bigint)' }} as denominator_{{ loop.index }},
        {{ sum_among(measure, measure.n or measure.denominator or measure.numerator) }} as n_{{ loop.index }},
        {{ sum_among(measure, measure.immature or '0') }} as n_immature_{{ loop.index }},
        {{ sum_among(measure, '1') }} as things_{{ loop.index }}
        {%- endfor %}
      from {{ facts }}
      group by {{ happened_on }}{{ ', ' ~ dimension if dimension != 'total' }}
      {{ 'union all' if not loop.last }}
      {%- endfor %}
    ) as daily
    inner join {{ ref('int_periods_listed') }} as periods on daily.date_on = periods.date_on
    where {{ offered_periods('daily.dimension', period_kinds) }}
    group by periods.period_kind, periods.period_start, periods.is_partial, daily.dimension, daily.dimension_value
  ) as added
  cross join {{ listed_measures(measures, ['kpi_id', 'variant']) }} as measures
  where {{ of_measure('added.things', measures) }} > 0
{% endmacro %}


{# The measures as rows: their number and the named texts. #}
{% macro listed_measures(measures, names) %}
  {%- set rows = [] -%}
  {%- for measure in measures -%}
    {%- set items = [loop.index ~ ' as measure_number'] -%}
    {%- for name in names -%}{%- do items.append("'" ~ measure[name] ~ "' as " ~ name) -%}{%- endfor -%}
    {%- do rows.append('select ' ~ items | join(', ')) -%}
  {%- endfor -%}
  {{ return('(' ~ rows | join(' union all ') ~ ')') }}
{% endmacro %}


{# Of the columns <name>_1, <name>_2 ... the one of the measure at hand. #}
{% macro of_measure(name, measures) %}
  {%- if measures | length == 1 -%}{{ return(name ~ '_1') }}{%- endif -%}
  {%- set branches = [] -%}
  {%- for measure in measures -%}{%- do branches.append('when ' ~ loop.index ~ ' then ' ~ name ~ '_' ~ loop.index) -%}{%- endfor -%}
  {{ return('(case measures.measure_number ' ~ branches | join(' ') ~ ' end)') }}
{% endmacro %}


{# A figure, but for a team or an agent with a smaller n; `rows` is the relation that has dimension and n. #}
{% macro of_enough(rows, figure, measures, least_of_team) %}
  {%- if not least_of_team -%}{{ return(figure) }}{%- endif -%}
  {{ return(
    'case when ' ~ rows ~ ".dimension not in ('team', 'agent') or " ~ of_measure(rows ~ '.n', measures) ~ ' >= ' ~ least_of_team
    ~ ' then ' ~ figure ~ ' end'
  ) }}
{% endmacro %}


{# The sum of an expression over the facts that count for a measure. #}
{% macro sum_among(measure, expression) %}
  {%- if not measure.among -%}{{ return('sum(' ~ expression ~ ')') }}{%- endif -%}
  {{ return('sum(case when ' ~ measure.among ~ ' then ' ~ expression ~ ' end)') }}
{% endmacro %}


{# One of them alone; arguments as above. #}
{% macro additive_kpi(kpi_id, variant, facts, happened_on, numerator, dimensions, denominator=none, n=none, immature=none, period_kinds=none, least_of_team=0) %}
  {%- set measure = {
    'kpi_id': kpi_id, 'variant': variant, 'numerator': numerator, 'denominator': denominator, 'n': n, 'immature': immature,
  } -%}
{{ additive_kpis(facts, happened_on, dimensions, [measure], period_kinds, least_of_team) }}
{% endmacro %}

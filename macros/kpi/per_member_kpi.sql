{#
  Things that happened for each member (customer, agent ...) that was there in a period. Members are distinct, so they
  are counted for each period on their own and never added up over periods.

  facts: a relation or CTE with one row for each thing, happened_on: its date. dimensions: columns of facts.
  members: a relation by period_kind, period_start, dimension, dimension_value with the column members; a dimension
  that is not in member_dimensions is divided by the members of the total.
#}
{% macro per_member_kpi(kpi_id, variant, facts, happened_on, members, dimensions, member_dimensions, period_kinds) %}
  select
    '{{ kpi_id }}' as kpi_id,
    '{{ variant }}' as variant,
    counted.period_kind,
    counted.period_start,
    counted.is_partial,
    counted.dimension,
    counted.dimension_value,
    cast(counted.things as decimal(18, 4)) as numerator,
    cast(coalesce(members.members, 0) as decimal(18, 4)) as denominator,
    cast(null as double) as measured,
    cast(coalesce(members.members, 0) as bigint) as n,
    cast(0 as bigint) as n_immature
  from (
    {%- for dimension in ['total'] + dimensions %}
    select
      periods.period_kind,
      periods.period_start,
      periods.is_partial,
      '{{ dimension }}' as dimension,
      {{ "'total'" if dimension == 'total' else 'facts.' ~ dimension }} as dimension_value,
      '{{ dimension if dimension in member_dimensions else 'total' }}' as member_dimension,
      {{ 'facts.' ~ dimension if dimension in member_dimensions else "'total'" }} as member_value,
      count(*) as things
    from {{ facts }} as facts
    inner join {{ ref('int_periods_listed') }} as periods on facts.{{ happened_on }} = periods.date_on
    where {{ offered_periods("'" ~ dimension ~ "'", period_kinds) }}
    group by periods.period_kind, periods.period_start, periods.is_partial{{ ', facts.' ~ dimension if dimension != 'total' }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
  ) as counted
  left join {{ members }} as members
    on
      counted.period_kind = members.period_kind
      and counted.period_start is not distinct from members.period_start
      and counted.member_dimension = members.dimension
      and counted.member_value = members.dimension_value
{% endmacro %}

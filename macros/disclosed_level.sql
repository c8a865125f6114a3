{#
  Which cells of one length of period may be shown of employees' results (int_employee_results_disclosed): the CTEs
  <level>_cells to <level>_shown, each followed by a comma. parent: the longer period in which they lie, whose own cells
  were decided before; none for the whole history.

  A group is the cells of one longer period. Shown are its total, where each cell of it has five people, and those teams
  of which the same is true, less as many of the smallest as it takes that the others leave no answers or five people.
  Reads the CTE cells: subject, period_kind, starts_on, dimension (total, team), member, answers, people.
#}
{% macro disclosed_level(level, parent) %}
{{ level }}_cells as (
  select
    *,
    {{ "date '1970-01-01'" if parent in (none, 'all') else "cast(date_trunc('" ~ parent ~ "', starts_on) as date)" }} as group_on
  from cells
  where period_kind = '{{ level }}'
),

{{ level }}_eligible as (
  select
    found.subject,
    found.group_on,
    found.dimension,
    found.member,
    row_number() over (
      partition by found.subject, found.group_on, found.dimension
      order by sum(found.answers) asc nulls last, found.member asc nulls last
    ) as place
  from {{ level }}_cells as found
  {%- if parent %}
  inner join {{ parent }}_shown as longer
    on
      found.subject = longer.subject
      and found.group_on = longer.starts_on
      and found.dimension = longer.dimension
      and found.member = longer.member
  {%- endif %}
  group by found.subject, found.group_on, found.dimension, found.member
  having min(found.people) >= 5
),

-- How many of the smallest teams to hide: what the others leave of each period is nothing, or five people.
{{ level }}_tried as (
  select
    totals.subject,
    totals.group_on,
    totals.starts_on,
    tries.hidden,
    totals.answers - sum(coalesce(teams.answers, 0)) as answers_left,
    totals.people - sum(coalesce(teams.people, 0)) as people_left
  from {{ level }}_cells as totals
  inner join (
    select subject, group_on, 0 as hidden from {{ level }}_eligible where dimension = 'total'
    union all
    select subject, group_on, place as hidden from {{ level }}_eligible where dimension = 'team'
  ) as tries
    on totals.subject = tries.subject and totals.group_on = tries.group_on
  left join {{ level }}_eligible as kept
    on
      totals.subject = kept.subject and totals.group_on = kept.group_on
      and kept.dimension = 'team' and kept.place > tries.hidden
  left join {{ level }}_cells as teams
    on
      totals.subject = teams.subject and totals.starts_on = teams.starts_on
      and teams.dimension = 'team' and kept.member = teams.member
  where totals.dimension = 'total'
  group by totals.subject, totals.group_on, totals.starts_on, tries.hidden, totals.answers, totals.people
),

{{ level }}_chosen as (
  select subject, group_on, min(hidden) as hidden
  from (
    select subject, group_on, hidden
    from {{ level }}_tried
    group by subject, group_on, hidden
    having min(case when answers_left = 0 or people_left >= 5 then 1 else 0 end) = 1
  ) as safe
  group by subject, group_on
),

{{ level }}_shown as (
  select found.subject, found.period_kind, found.starts_on, found.dimension, found.member
  from {{ level }}_cells as found
  inner join {{ level }}_eligible as eligible
    on
      found.subject = eligible.subject and found.group_on = eligible.group_on
      and found.dimension = eligible.dimension and found.member = eligible.member
  inner join {{ level }}_eligible as totals
    on found.subject = totals.subject and found.group_on = totals.group_on and totals.dimension = 'total'
  left join {{ level }}_chosen as chosen on found.subject = chosen.subject and found.group_on = chosen.group_on
  where found.dimension = 'total' or eligible.place > chosen.hidden
),
{% endmacro %}

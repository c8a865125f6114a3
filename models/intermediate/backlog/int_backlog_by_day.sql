-- noqa: disable=LT02
{% set flows = [
  'created', 'reopened', 'recovered', 'transferred_in', 'transferred_out', 'solved', 'deleted', 'merged'
] %}
{% set lower_bounds = var("backlog_age_bounds") %}
with clock as (
  select {{ reporting_date('as_of') }} as as_of_on from {{ ref('stg_clock') }}
),

pairs as (
  select
    team,
    channel,
    min(happened_on) as first_on
  from {{ ref('int_backlog_flows_listed') }}
  group by team, channel
),

grid as (
  select
    pairs.team,
    pairs.channel,
    {{ each_date('pairs.first_on', 'clock.as_of_on') }} as date_on
  from pairs
  cross join clock
),

flows as (
  select
    happened_on as date_on,
    team,
    channel
    {%- for flow in flows %},
    count(case when flow = '{{ flow }}' then 1 end) as {{ flow }}
    {%- endfor %},
    sum(tickets) as net
  from {{ ref('int_backlog_flows_listed') }}
  group by happened_on, team, channel
),

open_spans as (
  select team, channel, first_on, end_on, from_days, is_unassigned, false as is_stale
  from {{ ref('int_backlog_ages_spanned') }}
  union all
  select team, channel, first_on, end_on, null as from_days, false as is_unassigned, true as is_stale
  from {{ ref('int_backlog_stale_spanned') }}
),

age_steps as (
  select first_on as date_on, team, channel, from_days, is_unassigned, is_stale, 1 as step from open_spans
  union all
  select end_on as date_on, team, channel, from_days, is_unassigned, is_stale, -1 as step from open_spans
),

ages as (
  select
    date_on,
    team,
    channel
    {%- for lower in lower_bounds %},
    sum(case when from_days = {{ lower }} then step else 0 end) as from_{{ lower }}
    {%- endfor %},
    sum(case when is_unassigned then step else 0 end) as unassigned,
    sum(case when is_stale then step else 0 end) as stale
  from age_steps
  group by date_on, team, channel
),

running as (
  select
    grid.date_on,
    grid.team,
    grid.channel
    {%- for flow in flows %},
    coalesce(flows.{{ flow }}, 0) as {{ flow }}
    {%- endfor %},
    coalesce(flows.net, 0) as net,
    sum(coalesce(flows.net, 0)) over until_now as closing
    {%- for lower in lower_bounds %},
    sum(coalesce(ages.from_{{ lower }}, 0)) over until_now as open_from_{{ lower }}
    {%- endfor %},
    sum(coalesce(ages.unassigned, 0)) over until_now as unassigned,
    sum(coalesce(ages.stale, 0)) over until_now as stale
  from grid
  left join flows on grid.date_on = flows.date_on and grid.team = flows.team and grid.channel = flows.channel
  left join ages on grid.date_on = ages.date_on and grid.team = ages.team and grid.channel = ages.channel
  window until_now as (
    partition by grid.team, grid.channel order by grid.date_on rows between unbounded preceding and current row
  )
)

select
  date_on,
  team,
  channel,
  cast(closing - net as bigint) as opening
  {%- for flow in flows %},
  cast({{ flow }} as bigint) as {{ flow }}
  {%- endfor %},
  cast(closing as bigint) as closing
  {%- for lower in lower_bounds %},
  cast(open_from_{{ lower }} as bigint) as open_from_{{ lower }}_days
  {%- endfor %},
  cast(unassigned as bigint) as unassigned,
  cast(stale as bigint) as stale
from running

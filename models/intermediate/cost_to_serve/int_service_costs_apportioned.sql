-- Each line of the ledger over the teams and channels that worked in its month, by their minutes: over those that it
-- names; where they did not work, over the team, else the channel that it names, else over everybody.
with cells as (
  select
    month,
    team_key,
    channel,
    sum(minutes) as minutes
  from {{ ref('int_handling_minutes_found') }}
  group by month, team_key, channel
),

matched as (
  select
    lines.source,
    lines.cost_id,
    lines.month,
    lines.category,
    lines.reporting_amount,
    lines.names_team,
    lines.channel as named_channel,
    cells.team_key,
    cells.channel,
    cells.minutes,
    case
      when
        (not lines.names_team or coalesce(lines.team_key = cells.team_key, false))
        and (lines.channel is null or lines.channel = cells.channel)
        then 1
      when lines.names_team and lines.team_key = cells.team_key then 2
      when lines.channel = cells.channel then 3
      else 4
    end as distance
  from {{ ref('int_service_costs_converted') }} as lines
  inner join cells on lines.month = cells.month
  where lines.is_service_cost and lines.reporting_amount is not null and cells.minutes > 0
),

nearest as (
  select
    *,
    min(distance) over (partition by source, cost_id) as nearest_distance
  from matched
),

added as (
  select
    *,
    sum(minutes) over (
      partition by source, cost_id order by team_key, channel rows between unbounded preceding and current row
    ) as minutes_up_to_here,
    sum(minutes) over (partition by source, cost_id) as all_minutes
  from nearest
  where distance = nearest_distance
)

select
  source,
  cost_id,
  month,
  category,
  team_key,
  channel,
  minutes,
  case
    when distance = 1 and names_team and named_channel is not null then 'team_channel'
    when distance = 2 or (distance = 1 and names_team) then 'team'
    when distance = 3 or (distance = 1 and named_channel is not null) then 'channel'
    else 'overhead'
  end as spread_over,
  {{ share_between('reporting_amount', 'minutes', 'minutes_up_to_here', 'all_minutes') }} as amount
from added

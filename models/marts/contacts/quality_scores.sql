select
  {{ surrogate_key(['reviewed_on', 'team', 'agent', 'channel']) }} as quality_score_key,
  reviewed_on,
  team,
  agent,
  channel,
  count(*) as reviews,
  cast(sum(case when is_scored then points_earned else 0 end) as decimal(18, 4)) as points_earned,
  cast(sum(case when is_scored then points_applicable else 0 end) as decimal(18, 4)) as points_applicable,
  count(case when has_critical_error then 1 end) as reviews_with_critical_error,
  count(case when not is_scored then 1 end) as reviews_without_score
from {{ ref('fct_quality_reviews') }}
where not is_excluded
group by reviewed_on, team, agent, channel

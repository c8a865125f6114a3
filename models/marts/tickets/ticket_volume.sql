select
  {{ surrogate_key(['happened_on', 'channel', 'topic', 'team', 'segment', 'priority']) }} as ticket_volume_key,
  happened_on as created_on,
  channel,
  topic,
  team,
  segment,
  priority,
  count(*) as tickets
from {{ ref('fct_ticket_milestones') }}
where milestone = 'created' and not is_excluded
group by happened_on, channel, topic, team, segment, priority

select
  {{ surrogate_key(['date_on', 'team', 'channel']) }} as ticket_backlog_key,
  date_on,
  team,
  channel,
  opening,
  created,
  reopened,
  recovered,
  transferred_in,
  transferred_out,
  solved,
  deleted,
  merged,
  closing,
  open_from_0_days,
  open_from_1_days,
  open_from_3_days,
  open_from_7_days,
  open_from_30_days,
  unassigned,
  stale
from {{ ref('int_backlog_by_day') }}
where opening + created + reopened + recovered + transferred_in > 0

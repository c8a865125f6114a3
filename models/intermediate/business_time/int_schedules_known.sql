-- One row in a zone that nobody knows, or of hours that no week has, and the whole schedule counts no time: what the
-- row meant is lost. Of the zones, the one that nobody knows is named.
with judged as (
  select
    schedules.source,
    schedules.schedule_id,
    schedules.time_zone,
    known.time_zone is null as is_unknown_zone,
    schedules.weekday not between 1 and 7
    or schedules.opens_at_minute not between 0 and 1440
    or schedules.closes_at_minute not between 0 and 1440
    or schedules.opens_at_minute = schedules.closes_at_minute as is_unknown_time
  from {{ ref('stg_ticketing__schedules') }} as schedules
  left join {{ ref('time_zones') }} as known on schedules.time_zone = known.time_zone
),

counted as (
  select
    source,
    schedule_id,
    coalesce(min(case when is_unknown_zone then time_zone end), min(time_zone)) as time_zone,
    case
      when max(case when is_unknown_time then 1 else 0 end) = 1 then 'unknown_hours'
      when max(case when is_unknown_zone then 1 else 0 end) = 1 then 'unknown_time_zone'
      else 'known'
    end as calendar_state
  from judged
  group by source, schedule_id
)

select
  source,
  schedule_id,
  time_zone,
  calendar_state,
  calendar_state = 'known' as is_known
from counted

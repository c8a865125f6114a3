-- One row in a zone that nobody knows, and the whole schedule counts no time: what the row meant is lost. That zone is
-- the one that is named.
select
  schedules.source,
  schedules.schedule_id,
  coalesce(
    min(case when known.time_zone is null then schedules.time_zone end), min(schedules.time_zone)
  ) as time_zone,
  min(case when known.time_zone is null then 0 else 1 end) = 1 as is_known
from {{ ref('stg_ticketing__schedules') }} as schedules
left join {{ ref('time_zones') }} as known on schedules.time_zone = known.time_zone
group by schedules.source, schedules.schedule_id

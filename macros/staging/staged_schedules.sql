{#
  ticketing.schedules. A row that was refused leaves one of weekday 0: without it, its schedule would only seem to be open
  for less time. One that does not even say of which schedule it is leaves one for each of them.
#}
{% macro staged_schedules() %}
with staged as (
{{ staged_entity('ticketing', 'schedules') }}
),

refused as (
{{ refused_things('files', 'ticketing__schedules', 'schedule_id') }}
),

incomplete as (
  select schedule_id
  from refused
  where schedule_id is not null
  union
  select staged.schedule_id
  from staged
  cross join refused
  where staged.source = 'files' and refused.schedule_id is null
),

zones as (
  select
    schedule_id,
    max(time_zone) as time_zone,
    min(case when weekday between 1 and 7 then 1 else 0 end) = 0 as has_unknown_weekday
  from staged
  where source = 'files'
  group by schedule_id
)

select * from staged
union all
select
  'files' as source,
  incomplete.schedule_id,
  coalesce(zones.time_zone, 'unknown') as time_zone,
  cast(0 as bigint) as weekday,
  cast(0 as bigint) as opens_at_minute,
  cast(0 as bigint) as closes_at_minute,
  cast(null as date) as valid_from,
  cast(null as date) as valid_to,
  cast(null as timestamp) as updated_at
from incomplete
left join zones on incomplete.schedule_id = zones.schedule_id
where not coalesce(zones.has_unknown_weekday, false)
{% endmacro %}

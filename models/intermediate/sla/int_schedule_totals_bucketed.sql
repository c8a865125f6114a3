-- The steps in which a schedule is open, by the days of business time that they touch: an open step is at most a day
-- long, so it touches one or two. With it, the step that reaches a total is found by equality.
with steps as (
  select
    *,
    cast(floor(cast(microseconds_before as double) / 86400000000) as bigint) as first_bucket,
    cast(floor(cast(microseconds_before + open_microseconds - 1 as double) / 86400000000) as bigint) as last_bucket
  from {{ ref('int_schedule_steps_counted') }}
  where is_open
)

select source, schedule_id, first_bucket as bucket, starts_at, microseconds_before, open_microseconds
from steps
union all
select source, schedule_id, last_bucket as bucket, starts_at, microseconds_before, open_microseconds
from steps
where last_bucket > first_bucket

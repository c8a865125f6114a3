-- One ticket of ten changes to another schedule when somebody takes it.
select
  ticket_id,
  step_at(number, created_at, work_seconds, 1) at time zone 'UTC' as created_at,
  600002 + floor(dice(number, 'schedule') * 2)::bigint as schedule_id,
  step_at(number, created_at, work_seconds, 1) at time zone 'UTC' as _fivetran_synced,
  false as _fivetran_deleted
from plan
where
  dice(number, 'changes schedule') < 0.1
  and step_at(number, created_at, work_seconds, 1) <= getvariable('ends_at')::timestamp
order by plan.ticket_id

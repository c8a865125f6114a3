-- The last delivery says the three days before the cut once more.
select
  ticket_id,
  field_name,
  updated at time zone 'UTC' as updated,
  value,
  user_id,
  (case when getvariable('is_last') then getvariable('ends_at')::timestamp else updated + interval 5 minute end)
  at time zone 'UTC' as _fivetran_synced,
  false as _fivetran_deleted
from change
where
  case
    when getvariable('is_last') then change.updated >= getvariable('cut_at')::timestamp - interval 3 day
    else change.updated < getvariable('cut_at')::timestamp
  end
order by change.updated, change.ticket_id, position

select
  5000 + range as id,
  'Group ' || range as name,
  getvariable('starts_at')::timestamptz as updated_at,
  getvariable('starts_at')::timestamptz as _fivetran_synced,
  false as _fivetran_deleted
from range(1, groups() + 1)
order by id

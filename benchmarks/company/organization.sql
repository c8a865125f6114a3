select
  700000 + range as id,
  'Organization ' || range as name,
  null::varchar as external_id,
  getvariable('starts_at')::timestamptz - to_days((range % 900)::int) as created_at,
  getvariable('starts_at')::timestamptz as updated_at,
  getvariable('starts_at')::timestamptz as _fivetran_synced,
  false as _fivetran_deleted
from range(1, organizations() + 1)
order by id

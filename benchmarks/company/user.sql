with people as (
  select 1000000 + range as id, range as number, true as is_agent from range(1, agents() + 1)
  union all
  select 10000000 + range as id, range as number, false as is_agent from range(1, requesters() + 1)
)

select
  id,
  getvariable('starts_at')::timestamptz - to_days((number % 900)::int) as created_at,
  'person' || id || '@' || case when is_agent then 'helpdesk' else 'customer' || coalesce(organization_id(number), 0) end
  || '.example' as email,
  'Person ' || id as name,
  case when not is_agent then organization_id(number) end as organization_id,
  case when not is_agent then 'end-user' when number % 25 = 0 then 'admin' else 'agent' end as role,
  number % 40 != 7 as active,
  false as suspended,
  null::varchar as external_id,
  'Berlin' as time_zone,
  getvariable('starts_at')::timestamptz + to_days((number % 700)::int) as updated_at,
  getvariable('starts_at')::timestamptz + to_days((number % 700)::int) as _fivetran_synced,
  false as _fivetran_deleted
from people
where not getvariable('is_last') or number % 200 = 0
order by id

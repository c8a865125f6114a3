-- Every version of everyone who is or was an agent. A person who left is inactive, never removed: their work stays.
with user_versions as (
  {{ records('zendesk', 'user', all_versions=true) }}
),

users as (
  select * from {{ ref('stg_zendesk__users') }}
)

select
  user_versions.id as agent_id,
  user_versions.name,
  user_versions.email,
  coalesce(user_versions.role in ('agent', 'admin'), false)
  and coalesce(user_versions.active, true)
  and not coalesce(user_versions.suspended, false)
  and not user_versions._is_deleted as is_active,
  user_versions.created_at,
  user_versions._updated_at,
  false as _is_deleted,
  user_versions._arrived_at,
  user_versions._delivery,
  user_versions._record
from user_versions
inner join users on user_versions.id = users.user_id
where users.is_agent

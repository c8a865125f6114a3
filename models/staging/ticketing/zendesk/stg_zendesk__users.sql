{#
  Role says what a person is today; what they did says what they were. An agent is, or once was, one by role, or was
  assigned a ticket. Only of whom the table gives no role do their answers say it: somebody who answered in public a
  ticket of somebody else (not one that they submitted, or that belongs to their own organization: a colleague in
  copy), and who never asked for help themselves.
#}
with user_versions as (
  {{ records('zendesk', 'user', all_versions=true) }}
),

users as (
  {{ records('zendesk', 'user') }}
),

tickets as (
  {{ records('zendesk', 'ticket') }}
),

comments as (
  {{ records('zendesk', 'ticket_comment') }}
),

askers as (
  select distinct requester_id as user_id from tickets
),

roles as (
  select distinct id as user_id from user_versions where role is not null
),

answers as (
  select comments.user_id
  from comments
  left join roles on comments.user_id = roles.user_id
  left join askers on comments.user_id = askers.user_id
  inner join tickets on comments.ticket_id = tickets.id
  left join users on comments.user_id = users.id
  where
    comments.public
    and not comments._is_deleted
    and comments.user_id != '-1'
    and roles.user_id is null
    and askers.user_id is null
    and tickets.requester_id is not null
    and comments.user_id is distinct from tickets.submitter_id
    and coalesce(users.organization_id != tickets.organization_id, true)
),

agents as (
  select id as user_id from user_versions where role in ('agent', 'admin')
  union
  select assignee_id as user_id from tickets where assignee_id is not null
  union
  select value as user_id from {{ ref('stg_zendesk__ticket_field_history') }}
  where field = 'assignee_id' and value is not null
  union
  select user_id from answers
),

everyone as (
  select id as user_id from users
  union
  select user_id from agents
)

select
  everyone.user_id,
  agents.user_id is not null as is_agent
from everyone
left join agents on everyone.user_id = agents.user_id

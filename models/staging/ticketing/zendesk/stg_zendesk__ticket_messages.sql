-- An author whom Zendesk does not name has no role that we know. User -1 is Zendesk itself.
with comments as (
  {{ records('zendesk', 'ticket_comment') }}
),

users as (
  select * from {{ ref('stg_zendesk__users') }}
)

select
  comments.id as message_id,
  comments.ticket_id,
  comments.created as sent_at,
  comments.user_id as author_id,
  case
    when comments.user_id is null then 'unknown'
    when comments.user_id = '-1' then 'system'
    when users.is_agent then 'agent'
    else 'customer'
  end as author_role,
  comments.public as is_public,
  case when comments.voice_comment then 'voice' end as channel,
  comments.body,
  comments._updated_at,
  comments._is_deleted,
  comments._arrived_at,
  comments._delivery,
  comments._record
from comments
left join users on comments.user_id = users.user_id

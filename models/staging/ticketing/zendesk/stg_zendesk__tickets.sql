{#
  A ticket in its latest state. Solving, closing and deletion are dated by the history; a deletion that the history
  does not know by the deleting record. The topic is the custom field, else the first tag that is a known topic word.
#}
with tickets as (
  {{ records('zendesk', 'ticket') }}
),

statuses as (
  select * from {{ ref('stg_zendesk__ticket_field_history') }} where field = 'status'
),

status_dates as (
  select
    ticket_id,
    max(case when value = 'solved' then changed_at end) as solved_at,
    max(case when value = 'closed' then changed_at end) as closed_at,
    max(case when value = 'deleted' then changed_at end) as deleted_at,
    greatest(
      count(case when value = 'solved' then 1 end), count(case when value = 'closed' then 1 end)
    ) > 1 as is_settled_again
  from statuses
  group by ticket_id
),

-- What is deleted and recovered stands as it stood before: a recovery solves and closes nothing.
standing as (
  select
    statuses.ticket_id, statuses.value, statuses.changed_at,
    {{ last_known("case when statuses.value != 'deleted' then statuses.value end") }} over (
      partition by statuses.ticket_id order by statuses.changed_at asc nulls last, statuses.sequence asc nulls last
      rows between unbounded preceding and 1 preceding
    ) as standing_value
  from statuses
  inner join status_dates on status_dates.is_settled_again and statuses.ticket_id = status_dates.ticket_id
),

last_changes as (
  select
    ticket_id,
    max(case when value = 'solved' then changed_at end) as solved_at,
    max(case when value = 'closed' then changed_at end) as closed_at
  from standing
  where coalesce(standing_value, '') != value
  group by ticket_id
),

merged_tickets as (
  select id as survivor_id, {{ unnested(json_text_array('merged_ticket_ids')) }} as ticket_id
  from tickets
),

survivors as (
  select ticket_id, min(survivor_id) as survivor_id
  from merged_tickets
  where ticket_id != survivor_id
  group by ticket_id
),

tags as (
  {{ records('zendesk', 'ticket_tag') }}
),

topic_words as (
  select distinct lower(trim(word)) as word
  from {{ ref('stg_reference__topic_words') }}
  where source in ('zendesk', '*')
),

tag_topics as (
  select tags.ticket_id, min(tags.tag) as topic
  from tags
  inner join topic_words on lower(trim(tags.tag)) = topic_words.word
  where not tags._is_deleted
  group by tags.ticket_id
),

last_schedules as (
  select ticket_id, schedule_id
  from {{ ref('stg_zendesk__ticket_schedule') }}
  where schedule_id is not null
  qualify row_number() over (partition by ticket_id order by changed_at desc nulls last, schedule_id asc nulls last) = 1
),

judged as (
  select
    *,
    coalesce(lower(status) = 'deleted', false) or _is_deleted as is_gone
  from tickets
)

select
  judged.id as ticket_id,
  judged.organization_id,
  judged.requester_id,
  judged.submitter_id,
  judged.assignee_id,
  judged.group_id as team_id,
  coalesce(judged.via_channel, 'unknown') as channel,
  coalesce(judged.topic, tag_topics.topic) as topic,
  judged.subject,
  lower(judged.type) as kind,
  judged.brand_id as brand,
  judged.priority,
  case
    when judged.is_gone then 'deleted'
    when lower(judged.status) in ('on-hold', 'on_hold') then 'hold'
    else coalesce(lower(judged.status), 'unknown')
  end as status,
  judged.created_at,
  coalesce(last_changes.solved_at, status_dates.solved_at) as solved_at,
  coalesce(last_changes.closed_at, status_dates.closed_at) as closed_at,
  survivors.survivor_id as merged_into_ticket_id,
  last_schedules.schedule_id,
  coalesce(case when judged.is_gone then status_dates.deleted_at end, judged._updated_at) as _updated_at,
  judged.is_gone as _is_deleted,
  judged._arrived_at,
  judged._delivery,
  judged._record
from judged
left join status_dates on judged.id = status_dates.ticket_id
left join last_changes on judged.id = last_changes.ticket_id
left join survivors on judged.id = survivors.ticket_id
left join tag_topics on judged.id = tag_topics.ticket_id
left join last_schedules on judged.id = last_schedules.ticket_id

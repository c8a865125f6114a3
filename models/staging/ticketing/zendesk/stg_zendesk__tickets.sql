{#
  A ticket in its latest state. Solving, closing and deletion are dated by the history; a deletion that the history
  does not know by the deleting record. The topic is the custom field, else the first tag that is a known topic word.
#}
with tickets as (
  select *, coalesce(lower(status) = 'deleted', false) or _is_deleted as is_gone
  from (
    {{ records('zendesk', 'ticket') }}
  ) as latest
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
    count(case when value in ('solved', 'closed') then value end)
    > count(distinct case when value in ('solved', 'closed') then value end) as is_settled_again
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
)

select
  tickets.id as ticket_id,
  tickets.organization_id,
  tickets.requester_id,
  tickets.submitter_id,
  tickets.assignee_id,
  tickets.group_id as team_id,
  coalesce(tickets.via_channel, 'unknown') as channel,
  coalesce(tickets.topic, tag_topics.topic) as topic,
  tickets.subject,
  lower(tickets.type) as kind,
  tickets.brand_id as brand,
  tickets.priority,
  case
    when tickets.is_gone then 'deleted'
    when lower(tickets.status) in ('on-hold', 'on_hold') then 'hold'
    else coalesce(lower(tickets.status), 'unknown')
  end as status,
  tickets.created_at,
  coalesce(last_changes.solved_at, status_dates.solved_at) as solved_at,
  coalesce(last_changes.closed_at, status_dates.closed_at) as closed_at,
  survivors.survivor_id as merged_into_ticket_id,
  last_schedules.schedule_id,
  coalesce(case when tickets.is_gone then status_dates.deleted_at end, tickets._updated_at) as _updated_at,
  tickets.is_gone as _is_deleted,
  tickets._arrived_at,
  tickets._delivery,
  tickets._record
from tickets
left join status_dates on tickets.id = status_dates.ticket_id
left join last_changes on tickets.id = last_changes.ticket_id
left join survivors on tickets.id = survivors.ticket_id
left join tag_topics on tickets.id = tag_topics.ticket_id
left join last_schedules on tickets.id = last_schedules.ticket_id

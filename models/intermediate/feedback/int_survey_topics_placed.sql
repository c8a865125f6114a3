-- The last change of the ticket's topic by then says which it was; before the first one that names any, and without a
-- history, it is the one under which the ticket came in. Only tickets of which somebody was asked are looked at. A
-- ticket that was merged is its survivor, unless that one was not there yet.
with asked as (
  select
    'answer' as event_kind, survey_answer_key as event_key, ticket_source as source, own_ticket_id, ticket_id,
    answered_at as happened_at
  from {{ ref('int_survey_answers_gathered') }}
  where ticket_id is not null
  union all
  select
    'invitation' as event_kind, survey_invitation_key as event_key, ticket_source as source, own_ticket_id, ticket_id,
    sent_at as happened_at
  from {{ ref('int_survey_invitations_gathered') }}
  where ticket_id is not null
),

events as (
  select
    asked.event_kind, asked.event_key, asked.source, asked.happened_at,
    case when survivors.created_at > asked.happened_at then asked.own_ticket_id else asked.ticket_id end as ticket_id
  from asked
  left join {{ ref('stg_ticketing__tickets') }} as survivors
    on asked.source = survivors.source and asked.ticket_id = survivors.ticket_id
),

asked_tickets as (
  select distinct source, ticket_id from events
),

changes as (
  select
    changed.source,
    changed.ticket_id,
    changed.value as word,
    changed.changed_at,
    row_number() over of_ticket as change_number,
    count(changed.value) over of_ticket as named_by_then
  from {{ ref('stg_ticketing__ticket_changes') }} as changed
  inner join asked_tickets
    on changed.source = asked_tickets.source and changed.ticket_id = asked_tickets.ticket_id
  where changed.field = 'topic'
  window of_ticket as (
    partition by changed.source, changed.ticket_id
    order by changed.changed_at nulls last, changed.sequence nulls first, changed.value nulls first
    rows between unbounded preceding and current row
  )
),

last_changes as (
  select events.event_kind, events.event_key, changes.source, changes.word
  from events
  inner join changes
    on
      events.source = changes.source
      and events.ticket_id = changes.ticket_id
      and events.happened_at >= changes.changed_at
  where changes.named_by_then > 0
  qualify row_number() over (
    partition by events.event_kind, events.event_key order by changes.change_number desc nulls last
  ) = 1
)

select
  events.event_kind,
  events.event_key,
  case
    when last_changes.event_key is null then at_creation.topic_at_creation
    else coalesce(mapped.topic, 'unknown')
  end as topic
from events
inner join {{ ref('int_ticket_topics_mapped') }} as at_creation
  on events.source = at_creation.source and events.ticket_id = at_creation.ticket_id
left join last_changes
  on events.event_kind = last_changes.event_kind and events.event_key = last_changes.event_key
left join {{ ref('int_topics_mapped') }} as mapped
  on last_changes.source = mapped.source and last_changes.word = mapped.word

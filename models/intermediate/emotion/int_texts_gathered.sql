{{ config(tags=['enrichment_input']) }}

with messages as (
  select messages.*
  from {{ ref('stg_ticketing__ticket_messages') }} as messages
  left join {{ ref('stg_ticketing__agents') }} as agents
    on messages.source = agents.source and messages.author_id = agents.agent_id
  where
    messages.author_role = 'customer'
    and messages.is_public
    and agents.agent_id is null
    and trim(messages.body) != ''
),

-- Who asks has a language of their own in the ticketing, else in the CRM.
people as (
  select
    requesters.source,
    requesters.requester_id,
    coalesce(nullif(trim(requesters.language), ''), contacts.language) as language
  from {{ ref('stg_ticketing__requesters') }} as requesters
  left join {{ ref('int_contact_references_resolved') }} as contacts
    on requesters.contact_id = contacts.contact_reference
),

placed as (
  select
    survey_answer_key as text_key,
    'answer' as kind,
    source,
    answer_id as text_id,
    ticket_source,
    ticket_id,
    verbatim as body,
    language as stated_language,
    contact_language as usual_language,
    rated_label,
    is_last_word and exclusion_reason is null as counts_by_itself,
    answered_at as written_at,
    {{ reporting_date('answered_at') }} as written_on
  from {{ ref('int_verbatims_rated') }}
  union all
  select
    {{ surrogate_key(["'message'", 'messages.source', 'messages.message_id']) }} as text_key,
    'message' as kind,
    messages.source,
    messages.message_id as text_id,
    tickets.source as ticket_source,
    tickets.ticket_id,
    messages.body,
    messages.language as stated_language,
    coalesce(nullif(trim(tickets.language), ''), authors.language, askers.language) as usual_language,
    cast(null as string) as rated_label,
    true as counts_by_itself,
    messages.sent_at as written_at,
    {{ reporting_date('messages.sent_at') }} as written_on
  from messages
  left join {{ ref('stg_ticketing__tickets') }} as tickets
    on messages.source = tickets.source and messages.ticket_id = tickets.ticket_id
  left join people as authors
    on messages.source = authors.source and messages.author_id = authors.requester_id
  left join people as askers
    on tickets.source = askers.source and tickets.requester_id = askers.requester_id
)

select
  placed.*,
  -- What the models learn from changes once a month, so that on most nights only new texts are scored.
  placed.rated_label is not null
  and placed.counts_by_itself
  and not coalesce(exclusions.is_excluded, false)
  and placed.written_on < cast(date_trunc('month', {{ reporting_date('clock.as_of') }}) as date) as is_learned_from,
  placed.counts_by_itself
  and not coalesce(exclusions.is_excluded, false)
  and (placed.kind = 'answer' or placed.ticket_id is not null) as is_counted
from placed
cross join {{ ref('stg_clock') }} as clock
left join {{ ref('int_ticket_exclusions_decided') }} as exclusions
  on placed.ticket_source = exclusions.source and placed.ticket_id = exclusions.ticket_id

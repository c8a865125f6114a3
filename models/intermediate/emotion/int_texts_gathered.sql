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

gathered as (
  select
    {{ surrogate_key(["'survey answer'", "'survey'", 'source', 'answer_id']) }} as text_key,
    'answer' as kind,
    source,
    answer_id as text_id,
    ticket_id as ticket_reference,
    verbatim as body,
    language as stated_language,
    rated_label,
    is_last_word,
    answered_at as written_at,
    {{ reporting_date('answered_at') }} as written_on,
    channel as stated_channel,
    survey
  from {{ ref('int_verbatims_rated') }}
  union all
  select
    {{ surrogate_key(["'message'", 'source', 'message_id']) }} as text_key,
    'message' as kind,
    source,
    message_id as text_id,
    ticket_id as ticket_reference,
    body,
    language as stated_language,
    cast(null as string) as rated_label,
    true as is_last_word,
    sent_at as written_at,
    {{ reporting_date('sent_at') }} as written_on,
    cast(null as string) as stated_channel,
    cast(null as string) as survey
  from messages
),

placed as (
  select
    gathered.*,
    coalesce(own_tickets.source, named_tickets.source) as ticket_source,
    coalesce(own_tickets.ticket_id, named_tickets.ticket_id) as ticket_id
  from gathered
  left join {{ ref('stg_ticketing__tickets') }} as own_tickets
    on gathered.source = own_tickets.source and gathered.ticket_reference = own_tickets.ticket_id
  left join {{ ref('int_ticket_references_resolved') }} as named_tickets
    on gathered.kind = 'answer' and gathered.ticket_reference = named_tickets.ticket_reference
)

select
  placed.*,
  -- What the models learn from changes once a month, so that on most nights only new texts are scored.
  placed.rated_label is not null
  and placed.is_last_word
  and not coalesce(exclusions.is_excluded, false)
  and placed.written_on < cast(date_trunc('month', {{ reporting_date('clock.as_of') }}) as date) as is_learned_from,
  placed.is_last_word
  and not coalesce(exclusions.is_excluded, false)
  and (placed.kind = 'answer' or placed.ticket_id is not null) as is_counted
from placed
cross join {{ ref('stg_clock') }} as clock
left join {{ ref('int_ticket_exclusions_decided') }} as exclusions
  on placed.ticket_source = exclusions.source and placed.ticket_id = exclusions.ticket_id

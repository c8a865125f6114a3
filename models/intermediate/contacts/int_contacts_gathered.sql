with topics as (
  select * from {{ ref('int_topics_mapped') }}
),

ticket_topics as (
  select
    source,
    ticket_id,
    case when word_at_creation is not null then topic_at_creation end as topic
  from {{ ref('int_ticket_topics_mapped') }}
),

mapping as (
  select * from {{ ref('stg_reference__channel_words') }}
),

tickets as (
  select
    'ticket' as contact_kind,
    exclusions.source,
    exclusions.ticket_id as record_id,
    exclusions.source as ticket_source,
    exclusions.ticket_id,
    exclusions.customer_key,
    exclusions.link_rule,
    channels.channel,
    ticket_topics.topic,
    tickets.created_at as started_at,
    case when resolutions.resolved_at >= tickets.created_at then resolutions.resolved_at end as resolved_at,
    cast(null as string) as outcome,
    1 as leg_count,
    false as is_tied_to_ticket,
    exclusions.exclusion_reason
  from {{ ref('int_ticket_exclusions_decided') }} as exclusions
  inner join {{ ref('stg_ticketing__tickets') }} as tickets
    on exclusions.source = tickets.source and exclusions.ticket_id = tickets.ticket_id
  inner join {{ ref('int_ticket_resolutions_found') }} as resolutions
    on exclusions.source = resolutions.source and exclusions.ticket_id = resolutions.ticket_id
  inner join {{ ref('int_ticket_channels_mapped') }} as channels
    on exclusions.source = channels.source and exclusions.ticket_id = channels.ticket_id
  inner join ticket_topics
    on exclusions.source = ticket_topics.source and exclusions.ticket_id = ticket_topics.ticket_id
),

words as (
  select 'call' as contact_kind, 'phone' as word
  union all
  select 'chat' as contact_kind, 'chat' as word
),

-- Spam and tests are not work, and neither is a conversation about them.
conversations as (
  select
    conversations.contact_kind,
    conversations.source,
    conversations.record_id,
    linked.ticket_source,
    linked.ticket_id,
    linked.customer_key,
    linked.link_rule,
    coalesce(own_words.channel, shared_words.channel, words.word) as channel,
    coalesce(topics.topic, ticket_topics.topic) as topic,
    conversations.started_at,
    case
      when conversations.outcome = 'handled' and conversations.ended_at >= conversations.started_at
        then conversations.ended_at
    end as resolved_at,
    conversations.outcome,
    conversations.leg_count,
    linked.ticket_id is not null as is_tied_to_ticket,
    case
      when conversations.is_excluded then 'excluded'
      when test_customers.customer_key is not null then 'test'
      when exclusions.is_outside_backlog then exclusions.exclusion_reason
    end as exclusion_reason
  from {{ ref('int_conversations_gathered') }} as conversations
  inner join words on conversations.contact_kind = words.contact_kind
  inner join {{ ref('int_conversations_linked') }} as linked
    on
      conversations.contact_kind = linked.contact_kind
      and conversations.source = linked.source
      and conversations.record_id = linked.record_id
  left join mapping as own_words on conversations.source = own_words.source and words.word = own_words.word
  left join mapping as shared_words on shared_words.source = '*' and words.word = shared_words.word
  left join topics on conversations.source = topics.source and conversations.topic = topics.word
  left join ticket_topics
    on linked.ticket_source = ticket_topics.source and linked.ticket_id = ticket_topics.ticket_id
  left join {{ ref('int_test_customers_listed') }} as test_customers
    on linked.customer_key = test_customers.customer_key
  left join {{ ref('int_ticket_exclusions_decided') }} as exclusions
    on linked.ticket_source = exclusions.source and linked.ticket_id = exclusions.ticket_id
),

contacts as (
  select * from tickets
  union all
  select * from conversations
)

select
  {{ surrogate_key(['contacts.contact_kind', 'contacts.source', 'contacts.record_id']) }} as contact_key,
  contacts.*,
  persons.person_key
from contacts
inner join {{ ref('int_persons_identified') }} as persons
  on
    contacts.contact_kind = persons.contact_kind
    and contacts.source = persons.source
    and contacts.record_id = persons.record_id

with asked as (
  select source, channel, respondent_kind from {{ ref('fct_survey_answers') }}
  union all
  select source, channel, respondent_kind from {{ ref('fct_survey_invitations') }}
),

words as (
  select
    'channel' as dimension,
    tickets.source,
    tickets.channel as word,
    count(*) as tickets,
    null as survey_records
  from {{ ref('fct_tickets') }} as tickets
  inner join {{ ref('dim_channel') }} as channels on tickets.channel_key = channels.channel_key
  where not channels.is_mapped
  group by tickets.source, tickets.channel
  union all
  select
    'topic' as dimension,
    tickets.source,
    tickets.topic as word,
    count(*) as tickets,
    null as survey_records
  from {{ ref('fct_tickets') }} as tickets
  inner join {{ ref('dim_topic') }} as topics on tickets.topic_key = topics.topic_key
  where not topics.is_mapped
  group by tickets.source, tickets.topic
  union all
  select
    'status' as dimension,
    source,
    status as word,
    count(distinct ticket_id) as tickets,
    null as survey_records
  from {{ ref('fct_ticket_status_spans') }}
  where status = 'unknown'
  group by source, status
  union all
  select
    'survey_channel' as dimension,
    asked.source,
    asked.channel as word,
    null as tickets,
    count(*) as survey_records
  from asked
  inner join {{ ref('int_survey_channels_mapped') }} as channels
    on asked.source = channels.source and asked.channel = channels.word
  where not channels.is_mapped
  group by asked.source, asked.channel
  union all
  select
    'respondent' as dimension,
    source,
    respondent_kind as word,
    null as tickets,
    count(*) as survey_records
  from asked
  where respondent_kind = 'unknown'
  group by source, respondent_kind
)

select
  {{ surrogate_key(['dimension', 'source', 'word']) }} as unmapped_word_key,
  dimension,
  source,
  word,
  cast(tickets as bigint) as tickets,
  cast(survey_records as bigint) as survey_records
from words

-- A survey tells SMS and instant messages apart, which are one channel of tickets; all else is mapped as theirs is.
with words as (
  select source, lower(trim(channel)) as word from {{ ref('stg_feedback__survey_answers') }}
  union
  select source, lower(trim(channel)) as word from {{ ref('stg_feedback__survey_invitations') }}
),

mapping as (
  select * from {{ ref('stg_reference__channel_words') }}
)

select
  words.source,
  words.word,
  case
    when own.channel is not null then own.channel
    when words.word = 'sms' then 'sms'
    when shared.channel = 'messaging' then 'im'
    else coalesce(shared.channel, words.word)
  end as channel,
  coalesce(own.channel, shared.channel) is not null
  or words.word in (
    'kiosk', 'qr', 'social', 'web', 'im', 'sms', 'email', 'app', 'phone', 'panel'
  ) as is_mapped
from words
left join mapping as own on words.source = own.source and words.word = own.word
left join mapping as shared on shared.source = '*' and words.word = shared.word
where words.word is not null

with members as (
  select channel, is_mapped from {{ ref('int_ticket_channels_mapped') }}
  union
  select channel, true as is_mapped from {{ ref('stg_reference__channel_words') }}
  union
  select 'unknown' as channel, false as is_mapped
)

select
  {{ surrogate_key(["'channel'", 'channel']) }} as channel_key,
  channel,
  max(case when is_mapped then 1 else 0 end) = 1 as is_mapped
from members
group by channel

{{ config(schema='kpis') }}

{% set of_answers = ['channel', 'topic', 'team', 'agent', 'segment', 'product', 'brand', 'survey'] %}
{% set of_messages = ['channel', 'topic', 'team', 'agent', 'segment'] %}
with texts as (
  select
    sentiments.*,
    coalesce(tickets.topic_at_creation, 'unknown') as topic,
    coalesce(tickets.team, 'unknown') as team,
    coalesce(tickets.agent, 'unknown') as agent,
    coalesce(versions.segment, 'unknown') as segment,
    coalesce(tickets.product, 'unknown') as product,
    coalesce(tickets.brand, 'unknown') as brand,
    coalesce(sentiments.stated_channel, tickets.channel, 'unknown') as channel,
    case when sentiments.label is not null then 1 else 0 end as is_scored,
    case sentiments.label when 'positive' then 1 when 'negative' then -1 when 'neutral' then 0 end as sign
  from {{ ref('fct_text_sentiments') }} as sentiments
  left join {{ ref('fct_tickets') }} as tickets on sentiments.ticket_key = tickets.ticket_key
  left join {{ ref('int_customer_versions_dated') }} as versions
    on
      tickets.customer_key = versions.customer_key
      and sentiments.written_at >= versions.valid_from
      and sentiments.written_at < versions.valid_to
  where sentiments.is_counted
),

answers as (
  select * from texts where kind = 'answer'
),

messages as (
  select
    *,
    row_number() over (
      partition by ticket_key
      order by written_at asc nulls last, length(text_id) asc nulls last, text_id asc nulls last
    ) as number_from_first,
    row_number() over (
      partition by ticket_key
      order by written_at desc nulls last, length(text_id) desc nulls last, text_id desc nulls last
    ) as number_from_last
  from texts
  where kind = 'message' and label is not null
),

-- From the first message that has a label to the last one, where there are two.
conversations as (
  select
    lasts.*,
    cast(cast(lasts.polarity - firsts.polarity as double) / 2 as decimal(18, 6)) as trend
  from messages as lasts
  inner join messages as firsts on lasts.ticket_key = firsts.ticket_key
  where lasts.number_from_last = 1 and lasts.number_from_first > 1 and firsts.number_from_first = 1
)

{{ additive_kpis('answers', 'written_on', of_answers, [
  {'kpi_id': 'nes', 'variant': 'share', 'numerator': 'coalesce(sign, 0)', 'denominator': 'is_scored', 'n': 'is_scored'},
  {'kpi_id': 'nes', 'variant': 'intensity', 'numerator': 'coalesce(sign * intensity, 0)',
   'denominator': 'coalesce(abs(sign) * intensity, 0)', 'n': 'is_scored'},
  {'kpi_id': 'nes', 'variant': 'coverage', 'numerator': 'is_scored', 'denominator': '1'},
], ['month', 'quarter', 'year', 'all']) }}
union all
{{ additive_kpis('messages', 'written_on', of_messages, [
  {'kpi_id': 'sentiment', 'variant': 'message_mean', 'numerator': 'polarity', 'denominator': '1'},
]) }}
union all
{{ additive_kpis('conversations', 'written_on', of_messages, [
  {'kpi_id': 'sentiment', 'variant': 'conversation_trend', 'numerator': 'trend', 'denominator': '1'},
]) }}

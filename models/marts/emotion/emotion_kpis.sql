-- noqa: disable=LT02
{{ config(schema='kpis') }}

{% set cuts = ['channel', 'topic', 'team', 'agent', 'segment', 'product', 'brand', 'survey', 'wave', 'language'] %}
{% set of_messages = ['channel', 'topic', 'team', 'agent', 'segment'] %}
-- An answer is cut like the score beside it, a message by its ticket.
with texts as (
  select
    *,
    case when label is not null then 1 else 0 end as is_scored,
    case label when 'positive' then 1 when 'negative' then -1 else 0 end as sign
  from {{ ref('fct_text_sentiments') }}
  where is_counted
),

answers as (
  select
    answers.channel,
    answers.topic,
    answers.team,
    answers.agent,
    answers.segment,
    answers.product,
    answers.brand,
    answers.survey,
    answers.wave,
    texts.language,
    texts.written_on,
    texts.is_scored,
    texts.sign,
    coalesce(texts.intensity, 0) as intensity
  from texts
  inner join {{ ref('fct_survey_answers') }} as answers on texts.text_key = answers.survey_answer_key
),

messages as (
  select
    texts.ticket_key,
    texts.written_on,
    texts.polarity,
    tickets.channel,
    tickets.topic_at_creation as topic,
    tickets.team,
    tickets.agent,
    coalesce(versions.segment, 'unknown') as segment,
    row_number() over (
      partition by texts.ticket_key
      order by
        texts.written_at asc nulls last, length(texts.text_id) asc nulls last, texts.text_id asc nulls last
    ) as number_from_first,
    row_number() over (
      partition by texts.ticket_key
      order by
        texts.written_at desc nulls last, length(texts.text_id) desc nulls last, texts.text_id desc nulls last
    ) as number_from_last
  from texts
  inner join {{ ref('fct_tickets') }} as tickets on texts.ticket_key = tickets.ticket_key
  left join {{ ref('int_customer_versions_dated') }} as versions
    on
      tickets.customer_key = versions.customer_key
      and texts.written_at >= versions.valid_from
      and texts.written_at < versions.valid_to
  where texts.kind = 'message' and texts.label is not null
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

{{ score_kpis('answers', 'written_on', cuts, [
  {'kpi_id': 'nes', 'variant': 'share', 'numerator': 'sign', 'interval': 'adjusted wald', 'times': 100,
   'scale': ['-1', '1'], 'among': 'is_scored = 1'},
  {'kpi_id': 'nes', 'variant': 'intensity', 'numerator': 'sign * intensity', 'denominator': 'abs(sign) * intensity',
   'interval': 'normal', 'times': 100, 'scale': ['-1', '1'], 'among': 'is_scored = 1'},
  {'kpi_id': 'nes', 'variant': 'coverage', 'numerator': 'is_scored', 'interval': 'wilson', 'among': 'true'},
], ['month', 'quarter', 'year', 'all'], least_of_team=5) }}
union all
{{ score_kpis('messages', 'written_on', of_messages, [
  {'kpi_id': 'sentiment', 'variant': 'message_mean', 'numerator': 'polarity', 'interval': 'normal',
   'scale': ['-1', '1'], 'among': 'true'},
], least_of_team=5) }}
union all
{{ score_kpis('conversations', 'written_on', of_messages, [
  {'kpi_id': 'sentiment', 'variant': 'conversation_trend', 'numerator': 'trend', 'interval': 'normal',
   'scale': ['-1', '1'], 'among': 'true'},
], least_of_team=5) }}

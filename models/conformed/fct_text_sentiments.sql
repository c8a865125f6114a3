with scored as (
  select * from {{ source('enrichment', 'texts_scored') }}
)

select
  texts.text_key,
  texts.kind,
  texts.source,
  texts.text_id,
  case
    when texts.ticket_id is not null then {{ surrogate_key(["'ticket'", 'texts.ticket_source', 'texts.ticket_id']) }}
  end as ticket_key,
  texts.written_at,
  texts.written_on,
  coalesce(scored.language, 'unknown') as language,
  scored.model_id,
  scored.model_version,
  scored.is_lexicon,
  scored.has_taught,
  scored.label,
  scored.guessed_label,
  case when scored.label is not null then scored.polarity end as polarity,
  case when scored.label is not null then abs(scored.polarity) end as intensity,
  scored.confidence,
  coalesce(scored.has_abstained, true) as has_abstained,
  case when scored.text_key is null then 'not judged in this build' else scored.reason end as reason,
  texts.rated_label,
  texts.is_counted
from {{ ref('int_texts_gathered') }} as texts
left join scored on texts.text_key = scored.text_key

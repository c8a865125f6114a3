select
  language,
  kind,
  period_kind,
  period_start,
  label,
  texts,
  100.0 * guessed_share as guessed_percent,
  100.0 * corrected_share as corrected_percent,
  100.0 * interval_low as interval_low,
  100.0 * interval_high as interval_high,
  reason,
  model_version
from {{ source('enrichment', 'sentiment_shares_corrected') }}

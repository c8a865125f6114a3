select
  language,
  metric,
  learned_count,
  true_label,
  guessed_label,
  value as figure,
  model_id,
  model_version,
  is_lexicon,
  held_out_count,
  held_out_from_on
from {{ source('enrichment', 'sentiment_models_judged') }}

with shares as (
  select
    *,
    cast(invited as double) / nullif(all_invited, 0) as invited_share,
    cast(answered as double) / nullif(all_answered, 0) as answered_share
  from {{ ref('fct_survey_representation') }}
)

select
  survey_representation_key,
  period_kind,
  period_start,
  is_partial,
  dimension,
  dimension_value,
  attribute,
  attribute_value,
  invited,
  answered,
  all_invited,
  all_answered,
  cast(answered as double) / nullif(invited, 0) as response_rate,
  invited_share,
  answered_share,
  {{ standardised_difference('answered_share', 'invited_share') }} as standardised_difference
from shares

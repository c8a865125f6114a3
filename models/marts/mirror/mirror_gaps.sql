select
  {{ surrogate_key(['mirror_question_key', 'period_kind', 'period_start', 'dimension', 'dimension_value', 'variant']) }}
    as mirror_gap_key,
  mirror_question_key,
  mirror_kind,
  mirrored_question_key,
  survey,
  period_kind,
  period_start,
  is_partial,
  dimension,
  dimension_value,
  variant,
  employee_answers,
  customer_answers,
  employee_value,
  customer_value,
  gap,
  interval_low,
  interval_high,
  degrees_of_freedom
from {{ ref('int_mirror_gaps_measured') }}

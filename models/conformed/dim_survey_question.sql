select
  questions.survey_question_key,
  questions.source,
  questions.question_id,
  questions.survey_id,
  questions.metric,
  questions.scope,
  questions.version,
  questions.generation,
  questions.wording,
  questions.scale_min,
  questions.scale_max,
  questions.scale_size,
  questions.higher_is_better as is_higher_better,
  questions.positive_cut,
  questions.positive_from is not null as is_cut_given,
  questions.negative_cut,
  questions.is_readable,
  questions.nps_scale,
  mirrored.survey_question_key as mirrored_question_key
from {{ ref('int_survey_questions_scaled') }} as questions
left join {{ ref('int_survey_questions_scaled') }} as mirrored
  on
    questions.source = mirrored.source
    and questions.mirrors_question_id = mirrored.question_id
    and mirrored.origin = 'survey'
union all
select
  {{ unknown_key() }} as survey_question_key,
  'unknown' as source,
  'unknown' as question_id,
  'unknown' as survey_id,
  'unknown' as metric,
  'unknown' as scope,
  cast(null as string) as version,
  cast(null as string) as generation,
  cast(null as string) as wording,
  cast(null as decimal(18, 4)) as scale_min,
  cast(null as decimal(18, 4)) as scale_max,
  cast(null as bigint) as scale_size,
  cast(null as boolean) as is_higher_better,
  cast(null as decimal(18, 4)) as positive_cut,
  false as is_cut_given,
  cast(null as decimal(18, 4)) as negative_cut,
  false as is_readable,
  cast(null as string) as nps_scale,
  cast(null as string) as mirrored_question_key

-- Whole words are joined, so that the work grows with the words and not with the terms.
with worded as (
  select
    survey_answer_key,
    {{ unnested(words_of('verbatim')) }} as word
  from {{ ref('int_survey_answers_judged') }}
  where trim(verbatim) != '' and respondent_kind != 'employee'
)

select distinct
  worded.survey_answer_key,
  terms.topic
from worded
inner join {{ ref('verbatim_terms') }} as terms on worded.word = terms.term

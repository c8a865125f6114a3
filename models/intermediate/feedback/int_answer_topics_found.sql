-- A term is joined by its first word, so that the work grows with the words and not with the terms; its other words
-- have to follow. The topic `none` takes a shipped term out.
with texts as (
  select
    survey_answer_key,
    {{ plain_words('verbatim') }} as words
  from {{ ref('int_survey_answers_judged') }}
  where trim(verbatim) != '' and not is_withheld
),

worded as (
  select
    survey_answer_key,
    words,
    {{ unnested(words_of('words')) }} as word
  from texts
)

select distinct
  worded.survey_answer_key,
  terms.topic
from worded
inner join {{ ref('stg_reference__verbatim_terms') }} as terms on worded.word = terms.first_word
where
  terms.topic != 'none'
  and (terms.term = terms.first_word or contains(' ' || worded.words || ' ', ' ' || terms.term || ' '))

-- Of employees, and of those who may be, nothing is said, not even what they wrote about.
with topics as (
  select
    survey_answer_key,
    topic,
    'verbatim' as topic_origin
  from {{ ref('int_answer_topics_found') }}
  union all
  select
    answers.survey_answer_key,
    placed.topic,
    'ticket' as topic_origin
  from {{ ref('int_survey_answers_judged') }} as answers
  inner join {{ ref('int_survey_topics_placed') }} as placed
    on placed.event_kind = 'answer' and answers.survey_answer_key = placed.event_key
  where placed.topic != 'unknown' and not answers.is_withheld
)

select
  {{ surrogate_key(['survey_answer_key', 'topic', 'topic_origin']) }} as answer_topic_key,
  survey_answer_key,
  topic,
  topic_origin
from topics

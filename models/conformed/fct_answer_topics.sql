with topics as (
  select
    survey_answer_key,
    topic,
    'verbatim' as topic_origin
  from {{ ref('int_answer_topics_found') }}
  union all
  select
    answers.survey_answer_key,
    mapped.topic_at_creation as topic,
    'ticket' as topic_origin
  from {{ ref('int_survey_answers_judged') }} as answers
  inner join {{ ref('int_ticket_topics_mapped') }} as mapped
    on answers.ticket_source = mapped.source and answers.ticket_id = mapped.ticket_id
  where mapped.topic_at_creation != 'unknown'
)

select
  {{ surrogate_key(['survey_answer_key', 'topic', 'topic_origin']) }} as answer_topic_key,
  survey_answer_key,
  topic,
  topic_origin
from topics

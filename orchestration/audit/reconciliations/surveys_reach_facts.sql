-- description: Facts about surveys and texts have as many rows as what they are made of has records.
-- remedy: >
--   A join or filter before the fact that the part names drops or multiplies rows; anti-join the fact with the table
--   that the query counts beside it, on the key.
-- min_rows_from: >
--   (select 1 from intermediate.int_survey_answers_gathered union all
--   select 1 from intermediate.int_survey_invitations_gathered union all
--   select 1 from intermediate.int_texts_gathered) as gathered
with counted as (
  select
    'fct_survey_invitations' as part,
    (select count(*) from intermediate.int_survey_invitations_gathered) as expected,
    (select count(*) from conformed.fct_survey_invitations) as found
  union all
  select
    'fct_survey_profiles' as part,
    (select count(*) from conformed.fct_survey_invitations where is_counted and respondent_kind = 'customer') as expected,
    (select count(*) from conformed.fct_survey_profiles) as found
  union all
  select
    'fct_survey_answers' as part,
    (select count(*) from intermediate.int_survey_answers_gathered) as expected,
    (select count(*) from conformed.fct_survey_answers) as found
  union all
  select
    'fct_answer_topics' as part,
    (select count(*) from intermediate.int_answer_topics_found) + (
      select count(*)
      from intermediate.int_survey_answers_judged as answers
      inner join intermediate.int_survey_topics_placed as placed
        on placed.event_kind = 'answer' and answers.survey_answer_key = placed.event_key
      where placed.topic <> 'unknown' and not answers.is_withheld
    ) as expected,
    (select count(*) from conformed.fct_answer_topics) as found
  union all
  select
    'fct_follow_ups' as part,
    (select count(*) from staging.stg_feedback__follow_ups) as expected,
    (select count(*) from conformed.fct_follow_ups) as found
  union all
  select
    'fct_feedback_alerts' as part,
    (select count(*) from conformed.fct_watched_responses where has_alert) as expected,
    (select count(*) from conformed.fct_feedback_alerts) as found
  union all
  select
    'fct_text_sentiments' as part,
    (select count(*) from intermediate.int_texts_gathered) as expected,
    (select count(*) from conformed.fct_text_sentiments) as found
)

select
  part,
  greatest(expected, found) as evaluated_rows,
  abs(expected - found) as failed_rows
from counted

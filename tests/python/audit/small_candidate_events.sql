-- One record or two of each thing that happens, and the facts about them.
create table intermediate.int_contacts_gathered as select ticket_key as contact_key from conformed.fct_tickets;
create table conformed.fct_contacts as from intermediate.int_contacts_gathered;
create table staging.stg_commerce__orders as select order_key as order_id from conformed.fct_orders;
create table staging.stg_ticketing__quality_reviews as select 'q1' as review_id;
create table conformed.fct_quality_reviews as from staging.stg_ticketing__quality_reviews;
create table staging.stg_workforce__newcomer_reports as select 'n1' as report_id;
create table conformed.fct_newcomer_reports as from staging.stg_workforce__newcomer_reports;
create table staging.stg_workforce__newcomer_findings as select 'f1' as finding_id;
create table conformed.fct_newcomer_findings as from staging.stg_workforce__newcomer_findings;
create table staging.stg_field_service__work_orders as
select 'field' as source, 'w1' as work_order_id, visit_number from range(1, 3) as visit (visit_number);
create table conformed.fct_work_orders as select distinct work_order_id from staging.stg_field_service__work_orders;
create table intermediate.int_newsletter_events_judged as
select 'crm' as source, 'l1' as list_id, send_id, kind
from (values ('s1', 'delivered'), ('s1', 'delivered'), (null, 'delivered'), ('s2', 'unsubscribed')) as t (send_id, kind);
create table conformed.fct_newsletter_sends as select 's1' as send_id;
create table intermediate.int_subscription_endings_judged as
select * from (values (false, true), (false, false), (true, true)) as t (is_test, is_cancelled);
create table conformed.fct_cancellations as select 'p9' as subscription_id;

-- A contract that was succeeded at its first term: the second one does not come due any more.
create table intermediate.int_renewal_terms_gathered as
select renewal_key, 'contract' as basis, 'crm' as source, 'd1' as term_id, term_number
from (values ('r1', 1), ('r2', 2)) as t (renewal_key, term_number);
create table intermediate.int_renewal_successors_matched as select 'r1' as renewal_key, date '2024-02-01' as succeeded_on;

-- February is over and March has two days; what is paid for April is not earned yet.
create table intermediate.int_periods_listed as
select 'month' as period_kind, date_trunc('month', date_on) as period_start, date_on from conformed.dim_date;
create table intermediate.int_revenue_lines_gathered as
select * from (values (date '2024-02-10', date '2024-03-10'), (date '2024-04-01', date '2024-05-01'))
  as t (starts_on, ends_on);

create table intermediate.int_survey_invitations_gathered as select i as invitation_id from range(3) as t (i);
create table conformed.fct_survey_invitations as
select invitation_id, invitation_id > 0 as is_counted, 'customer' as respondent_kind
from intermediate.int_survey_invitations_gathered;
create table conformed.fct_survey_profiles as select invitation_id from conformed.fct_survey_invitations where is_counted;
create table intermediate.int_survey_answers_gathered as select i as survey_answer_key from range(3) as t (i);
create table intermediate.int_survey_answers_judged as
select survey_answer_key, survey_answer_key = 2 as is_withheld from intermediate.int_survey_answers_gathered;
create table conformed.fct_survey_answers as from intermediate.int_survey_answers_gathered;
create table intermediate.int_answer_topics_found as select 0 as survey_answer_key, 'login' as topic;
create table intermediate.int_survey_topics_placed as
select 'answer' as event_kind, survey_answer_key as event_key,
  if(survey_answer_key = 0, 'unknown', 'billing') as topic
from intermediate.int_survey_answers_gathered;
create table conformed.fct_answer_topics as
select * from (values (0, 'login', 'verbatim'), (1, 'billing', 'ticket')) as t (survey_answer_key, topic, topic_origin);
create table staging.stg_feedback__follow_ups as select 'u1' as follow_up_id;
create table conformed.fct_follow_ups as from staging.stg_feedback__follow_ups;
create table conformed.fct_watched_responses as
select i as watched_response_key, i = 1 as has_alert from range(2) as t (i);
create table conformed.fct_feedback_alerts as select 1 as feedback_alert_key;
create table intermediate.int_texts_gathered as select i as text_key from range(2) as t (i);
create table conformed.fct_text_sentiments as from intermediate.int_texts_gathered;

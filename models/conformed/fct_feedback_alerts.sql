-- A step that names any answer of the response is taken for the response.
with steps as (
  select
    coalesce(answers.survey_invitation_key, answers.survey_answer_key) as response_key,
    follow_ups.kind,
    follow_ups.done_at
  from {{ ref('fct_follow_ups') }} as follow_ups
  inner join {{ ref('fct_survey_answers') }} as answers on follow_ups.survey_answer_key = answers.survey_answer_key
),

alerts as (
  select
    *,
    coalesce(survey_invitation_key, survey_answer_key) as response_key,
    answered_at + interval '48' hour as due_at
  from {{ ref('fct_watched_responses') }}
  where has_alert
),

followed as (
  select
    alerts.watched_response_key,
    min(case when steps.kind = 'acknowledged' then steps.done_at end) as acknowledged_at,
    min(case when steps.kind = 'customer_contacted' then steps.done_at end) as contacted_at,
    min(case when steps.kind = 'resolved' then steps.done_at end) as resolved_at
  from alerts
  inner join steps on alerts.response_key = steps.response_key and alerts.answered_at <= steps.done_at
  group by alerts.watched_response_key
)

select
  alerts.watched_response_key as feedback_alert_key,
  alerts.survey_answer_key,
  alerts.survey_invitation_key,
  alerts.ticket_key,
  alerts.customer_key,
  alerts.alert_rule,
  alerts.alarm_count,
  alerts.survey,
  alerts.metric,
  alerts.channel,
  alerts.topic,
  alerts.segment,
  alerts.team,
  alerts.agent,
  alerts.answered_at as raised_at,
  alerts.answered_on as raised_on,
  alerts.due_at,
  {{ reporting_date('alerts.due_at') }} as due_on,
  followed.acknowledged_at,
  followed.contacted_at,
  followed.resolved_at,
  {{ minutes_between('alerts.answered_at', 'followed.acknowledged_at') }} as minutes_to_acknowledgement,
  {{ minutes_between('alerts.answered_at', 'followed.contacted_at') }} as minutes_to_contact,
  alerts.due_at <= clock.as_of as is_due,
  case
    when alerts.due_at <= clock.as_of then coalesce(followed.contacted_at <= alerts.due_at, false)
  end as was_closed_in_time
from alerts
cross join {{ ref('stg_clock') }} as clock
left join followed on alerts.watched_response_key = followed.watched_response_key

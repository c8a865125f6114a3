-- A step that names any answer of the response is taken for the response. Who calls at once has taken it on as well.
with steps as (
  select
    responses.response_key,
    follow_ups.kind,
    follow_ups.done_at
  from {{ ref('fct_follow_ups') }} as follow_ups
  inner join {{ ref('int_survey_responses_gathered') }} as responses
    on follow_ups.survey_answer_key = responses.survey_answer_key
),

alerts as (
  select
    watched.*,
    responses.response_key,
    invitations.sent_at as asked_at,
    watched.answered_at + interval '48' hour as due_at
  from {{ ref('fct_watched_responses') }} as watched
  inner join {{ ref('int_survey_responses_gathered') }} as responses
    on watched.survey_answer_key = responses.survey_answer_key
  left join {{ ref('fct_survey_invitations') }} as invitations
    on watched.survey_invitation_key = invitations.survey_invitation_key and watched.answered_at >= invitations.sent_at
  where watched.has_alert
),

followed as (
  select
    alerts.watched_response_key,
    min(steps.done_at) as acknowledged_at,
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
  alerts.severity,
  alerts.alarm_count,
  alerts.survey,
  alerts.wave,
  alerts.metric,
  alerts.channel,
  alerts.topic,
  alerts.segment,
  alerts.team,
  alerts.agent,
  alerts.asked_at,
  alerts.answered_at as raised_at,
  alerts.answered_on as raised_on,
  alerts.due_at,
  {{ reporting_date('alerts.due_at') }} as due_on,
  followed.acknowledged_at,
  {{ reporting_date('followed.acknowledged_at') }} as acknowledged_on,
  followed.contacted_at,
  followed.resolved_at,
  {{ minutes_between('alerts.asked_at', 'alerts.answered_at') }} as minutes_to_alert,
  {{ minutes_between('alerts.answered_at', 'followed.acknowledged_at') }} as minutes_to_acknowledgement,
  {{ minutes_between('alerts.answered_at', 'followed.contacted_at') }} as minutes_to_contact,
  alerts.due_at <= clock.as_of as is_due,
  case
    when alerts.due_at <= clock.as_of then coalesce(followed.contacted_at <= alerts.due_at, false)
  end as was_closed_in_time
from alerts
cross join {{ ref('stg_clock') }} as clock
left join followed on alerts.watched_response_key = followed.watched_response_key

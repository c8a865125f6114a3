-- A complete answer is a response, whatever is asked: also one that leaves the score out.
with answered as (
  select
    survey_invitation_key,
    min(answered_at) as first_answered_at
  from {{ ref('int_survey_answers_gathered') }}
  where survey_invitation_key is not null and coalesce(is_complete, score is not null or verbatim is not null)
  group by survey_invitation_key
),

-- A bounce holds unless something came after it: who was away at the first attempt got the second one.
bounced as (
  select
    survey_invitation_key,
    not coalesce(delivered_at > bounced_at, false)
    and not coalesce(opened_at > bounced_at, false)
    and not coalesce(started_at > bounced_at, false) as came_back
  from {{ ref('int_survey_invitations_gathered') }}
  where bounced_at is not null
),

-- A survey that has no question but employees' asks employees.
staff_surveys as (
  select origin, source, survey_id
  from {{ ref('int_survey_questions_scaled') }}
  where origin = 'survey'
  group by origin, source, survey_id
  having min(case when is_of_employees then 1 else 0 end) = 1
),

dated as (
  select
    invitations.*,
    answered.first_answered_at,
    clock.as_of,
    coalesce(bounced.came_back, false) as came_back,
    case when staff_surveys.survey_id is null then invitations.respondent_type else 'employee' end as asked_kind,
    case
      when staff_surveys.survey_id is null and invitations.respondent_type = 'customer' then invitations.customer_key
    end as asked_customer_key,
    case
      when not invitations.is_delivery_recorded then null
      when answered.first_answered_at is not null then true
      when bounced.came_back then false
      else coalesce(invitations.delivered_at, invitations.opened_at, invitations.started_at) is not null
    end as was_delivered
  from {{ ref('int_survey_invitations_gathered') }} as invitations
  cross join {{ ref('stg_clock') }} as clock
  left join answered on invitations.survey_invitation_key = answered.survey_invitation_key
  left join bounced on invitations.survey_invitation_key = bounced.survey_invitation_key
  left join staff_surveys
    on
      invitations.origin = staff_surveys.origin
      and invitations.source = staff_surveys.source
      and invitations.survey_id = staff_surveys.survey_id
)

select
  dated.survey_invitation_key,
  dated.source,
  dated.invitation_id,
  dated.survey_id,
  coalesce(dated.wave, 'unknown') as wave,
  coalesce(lower(trim(dated.channel)), 'unknown') as channel,
  case
    when lower(trim(dated.channel)) = 'panel' and dated.asked_kind != 'employee' then 'panel'
    else dated.asked_kind
  end as respondent_kind,
  case
    when dated.ticket_id is not null then {{ surrogate_key(["'ticket'", 'dated.ticket_source', 'dated.ticket_id']) }}
  end as ticket_key,
  dated.order_id,
  coalesce(dated.asked_customer_key, {{ unknown_key() }}) as customer_key,
  coalesce(versions.segment, 'unknown') as segment,
  coalesce(topics.topic, 'unknown') as topic,
  coalesce(placed.team_key, {{ unknown_key() }}) as team_key,
  coalesce(placed.team, 'unknown') as team,
  coalesce(placed.agent_key, {{ unknown_key() }}) as agent_key,
  coalesce(placed.agent, 'unknown') as agent,
  dated.sent_at,
  dated.delivered_at,
  dated.bounced_at,
  dated.opened_at,
  dated.started_at,
  dated.expires_at,
  dated.first_answered_at,
  {{ reporting_date('dated.sent_at') }} as sent_on,
  case
    when dated.was_delivered
      then {{ reporting_date('coalesce(dated.delivered_at, dated.opened_at, dated.started_at, dated.sent_at)') }}
  end as delivered_on,
  case
    when dated.first_answered_at is not null then 'answered'
    when dated.came_back then 'bounced'
    when dated.started_at is not null then 'started'
    when dated.opened_at is not null then 'opened'
    when dated.delivered_at is not null then 'delivered'
    else 'sent'
  end as status,
  dated.was_delivered,
  dated.first_answered_at is not null as is_answered,
  coalesce(dated.expires_at > dated.as_of, false) as is_immature,
  dated.exclusion_reason is null as is_counted,
  dated.exclusion_reason
from dated
left join {{ ref('int_survey_staff_placed') }} as placed
  on placed.event_kind = 'invitation' and dated.survey_invitation_key = placed.event_key
left join {{ ref('int_survey_topics_placed') }} as topics
  on topics.event_kind = 'invitation' and dated.survey_invitation_key = topics.event_key
left join {{ ref('int_customer_versions_dated') }} as versions
  on
    dated.asked_customer_key = versions.customer_key
    and dated.sent_at >= versions.valid_from
    and dated.sent_at < versions.valid_to

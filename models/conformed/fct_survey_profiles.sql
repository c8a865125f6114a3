select
  invitations.survey_invitation_key,
  invitations.survey_id as survey,
  coalesce(invitations.delivered_on, invitations.sent_on) as invited_on,
  invitations.segment,
  invitations.channel,
  invitations.topic,
  {{ tenure_band('customers.created_at', 'invitations.sent_at') }} as tenure_band,
  -- Where nobody says what arrived, all that did not come back.
  coalesce(invitations.was_delivered, invitations.status != 'bounced') as was_reached,
  invitations.is_answered,
  invitations.is_immature
from {{ ref('fct_survey_invitations') }} as invitations
inner join {{ ref('dim_customer') }} as customers on invitations.customer_key = customers.customer_key
where invitations.is_counted and invitations.respondent_kind = 'customer'

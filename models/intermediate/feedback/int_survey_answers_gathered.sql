with invitations as (
  select * from {{ ref('int_survey_invitations_gathered') }}
),

complaint_references as (
  {{ references_to(ref('stg_ticketing__complaints'), 'complaint_id') }}
),

complaints as (
  select
    complaint_references.reference, complaints.ticket_id as ticket_reference, complaints.account_id,
    contacts.customer_key
  from complaint_references
  inner join {{ ref('stg_ticketing__complaints') }} as complaints
    on complaint_references.source = complaints.source and complaint_references.complaint_id = complaints.complaint_id
  left join {{ ref('int_contact_references_resolved') }} as contacts
    on complaints.contact_id = contacts.contact_reference
),

gathered as (
  select
    'survey' as origin, answers.source, answers.answer_id, answers.invitation_id, invitations.survey_invitation_key,
    answers.question_id, coalesce(answers.survey_id, invitations.survey_id) as survey_id,
    -- Nobody else is asked an employees' question, whatever word a tool writes for who answers.
    case when questions.is_of_employees then 'employee' else answers.respondent_type end as respondent_type,
    coalesce(answers.respondent_id, invitations.respondent_id) as respondent_id,
    answers.respondent_id as own_respondent_id,
    coalesce(answers.account_id, invitations.account_id, complaints.account_id) as account_id,
    tickets.source as ticket_source, tickets.ticket_id as own_ticket_id, answers.ticket_id as own_ticket_reference,
    answers.complaint_id, answers.agent_id, answers.answered_at, cast(answers.score as decimal(18, 4)) as score,
    case when {{ matches('answers.verbatim', '\\S') }} then answers.verbatim end as verbatim,
    answers.language,
    coalesce(channels.channel, invitations.channel) as channel, answers.is_complete,
    coalesce(answers.wave, invitations.wave) as wave, answers.site, answers.replied_at, answers.weight,
    coalesce(answers.is_applicable, true) as is_applicable,
    complaints.customer_key as complaining_key, nullif(invitations.customer_key, {{ unknown_key() }}) as invited_key,
    -- Beside its instant, the order among answers of one instant.
    cast(0 as bigint) as answer_number
  from {{ ref('stg_feedback__survey_answers') }} as answers
  left join invitations
    on
      invitations.origin = 'survey'
      and answers.source = invitations.source
      and answers.invitation_id = invitations.invitation_id
  left join {{ ref('int_survey_questions_scaled') }} as questions
    on questions.origin = 'survey' and answers.source = questions.source and answers.question_id = questions.question_id
  left join {{ ref('int_survey_channels_mapped') }} as channels
    on answers.source = channels.source and lower(trim(answers.channel)) = channels.word
  left join complaints on answers.complaint_id = complaints.reference
  left join {{ ref('int_ticket_references_resolved') }} as tickets
    on coalesce(answers.ticket_id, invitations.ticket_reference, complaints.ticket_reference) = tickets.ticket_reference
  union all
  select
    'ticketing' as origin, verdicts.source, verdicts.ticket_id || ':' || verdicts.verdict_number as answer_id,
    tickets.survivor_id as invitation_id, invitations.survey_invitation_key, 'ticket_satisfaction' as question_id,
    'ticket_satisfaction' as survey_id, 'customer' as respondent_type, null as respondent_id,
    null as own_respondent_id, null as account_id,
    verdicts.source as ticket_source, verdicts.ticket_id as own_ticket_id, verdicts.ticket_id as own_ticket_reference,
    null as complaint_id, null as agent_id, verdicts.changed_at as answered_at, verdicts.score,
    verdicts.comment as verbatim, null as language, null as channel, true as is_complete, null as wave, null as site,
    null as replied_at, null as weight, true as is_applicable, null as complaining_key,
    null as invited_key, verdicts.verdict_number as answer_number
  from {{ ref('int_ticket_verdicts_numbered') }} as verdicts
  inner join {{ ref('int_survey_tickets_resolved') }} as tickets
    on verdicts.source = tickets.source and verdicts.ticket_id = tickets.ticket_id
  left join invitations
    on
      invitations.origin = 'ticketing'
      and verdicts.source = invitations.source
      and tickets.survivor_id = invitations.invitation_id
)

select
  {{ surrogate_key(["'survey answer'", 'gathered.origin', 'gathered.source', 'gathered.answer_id']) }}
    as survey_answer_key,
  gathered.*,
  exclusions.survivor_id as ticket_id,
  -- Where nothing says which occasion it was, one month is one.
  case
    when coalesce(gathered.wave, gathered.own_ticket_reference, gathered.complaint_id, gathered.site) is null
      then cast(date_trunc('month', {{ reporting_date('gathered.answered_at') }}) as date)
  end as month_without_occasion,
  -- What an employee said in one quarter stays, whatever comes in the next: its figures may have been shown.
  case
    when gathered.respondent_type = 'employee'
      then cast(date_trunc('quarter', {{ reporting_date('gathered.answered_at') }}) as date)
  end as employee_quarter,
  case
    when gathered.respondent_type = 'customer'
      then coalesce(
        own_links.customer_key, contacts.customer_key, gathered.complaining_key,
        nullif(exclusions.customer_key, {{ unknown_key() }}), gathered.invited_key, {{ unknown_key() }}
      )
    else {{ unknown_key() }}
  end as customer_key,
  coalesce(exclusions.exclusion_reason, case when test_customers.customer_key is not null then 'test' end)
    as exclusion_reason
from gathered
left join {{ ref('int_account_references_resolved') }} as own_links
  on case when gathered.respondent_type = 'customer' then gathered.account_id end = own_links.account_reference
left join {{ ref('int_contact_references_resolved') }} as contacts
  on case when gathered.respondent_type = 'customer' then gathered.respondent_id end = contacts.contact_reference
left join {{ ref('int_survey_tickets_resolved') }} as exclusions
  on gathered.ticket_source = exclusions.source and gathered.own_ticket_id = exclusions.ticket_id
left join {{ ref('int_test_customers_listed') }} as test_customers
  on
    coalesce(
      own_links.customer_key, contacts.customer_key, gathered.complaining_key,
      nullif(exclusions.customer_key, {{ unknown_key() }}), gathered.invited_key
    ) = test_customers.customer_key

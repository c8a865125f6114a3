-- What customers themselves say about first-contact resolution: one answer for an invitation and question, the last
-- complete one; without an invitation, one for a respondent and wave.
with answers as (
  select
    answers.*,
    questions.scale_min,
    questions.scale_max,
    questions.higher_is_better,
    questions.positive_from,
    cast(questions.scale_max - questions.scale_min as double) + 1 as scale_size
  from {{ ref('stg_feedback__survey_answers') }} as answers
  inner join {{ ref('stg_feedback__questions') }} as questions
    on answers.source = questions.source and answers.question_id = questions.question_id
  where
    questions.metric = 'fcr_stated'
    and answers.respondent_type = 'customer'
    and answers.score is not null
    and coalesce(answers.is_complete, true)
),

counted as (
  select *
  from answers
  qualify row_number() over (
    partition by
      source,
      question_id,
      case
        when invitation_id is not null then 'invitation:' || invitation_id
        when respondent_id is not null then 'respondent:' || respondent_id || ':' || coalesce(wave, '')
        else 'answer:' || answer_id
      end
    order by answered_at desc nulls last, answer_id desc nulls last
  ) = 1
)

select
  counted.source,
  counted.answer_id,
  counted.answered_at,
  {{ reporting_date('counted.answered_at') }} as answered_on,
  tickets.source as ticket_source,
  tickets.ticket_id,
  coalesce(own_links.customer_key, exclusions.customer_key) as customer_key,
  -- The positive answers by size of the scale, as for satisfaction; a question may set its own cut.
  case
    when counted.positive_from is not null and counted.higher_is_better then counted.score >= counted.positive_from
    when counted.positive_from is not null then counted.score <= counted.positive_from
    when counted.higher_is_better
      then cast(counted.scale_max - counted.score as double) < {{ positive_answers('counted.scale_size') }}
    else cast(counted.score - counted.scale_min as double) < {{ positive_answers('counted.scale_size') }}
  end as is_positive
from counted
left join {{ ref('int_ticket_references_resolved') }} as tickets on counted.ticket_id = tickets.ticket_reference
left join {{ ref('int_ticket_exclusions_decided') }} as exclusions
  on tickets.source = exclusions.source and tickets.ticket_id = exclusions.ticket_id
left join {{ ref('int_account_references_resolved') }} as own_links
  on counted.account_id = own_links.account_reference
left join {{ ref('int_test_customers_listed') }} as test_customers
  on own_links.customer_key = test_customers.customer_key
where not coalesce(exclusions.is_excluded, false) and test_customers.customer_key is null

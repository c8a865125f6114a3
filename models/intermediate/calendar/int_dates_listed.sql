with firsts as (
  select min(created_at) as first_at from {{ ref('stg_ticketing__tickets') }}
  union all
  select cast(min(period_start) as timestamp) as first_at from {{ ref('stg_billing__subscription_periods') }}
  union all
  select min(issued_at) as first_at from {{ ref('stg_billing__invoices') }}
  union all
  select min(started_at) as first_at from {{ ref('stg_billing__subscriptions') }}
  union all
  select min(created_at) as first_at from {{ ref('stg_billing__payments') }}
  union all
  select min(sent_at) as first_at from {{ ref('stg_ticketing__ticket_messages') }}
  {%- for relation, instant in [
    ('stg_telephony__calls', 'started_at'), ('stg_telephony__chats', 'started_at'),
    ('stg_field_service__work_orders', 'completed_at'), ('stg_ticketing__quality_reviews', 'reviewed_at'),
    ('stg_feedback__survey_answers', 'answered_at'), ('stg_feedback__survey_invitations', 'sent_at'),
    ('stg_feedback__follow_ups', 'done_at'), ('stg_commerce__orders', 'ordered_at'),
    ('stg_commerce__order_returns', 'returned_at'), ('stg_billing__refunds', 'created_at'),
    ('stg_crm__newsletter_events', 'occurred_at'), ('stg_crm__contracts', 'ends_on'),
    ('stg_workforce__newcomer_reports', 'due_on')
  ] %}
  union all
  select cast(min({{ instant }}) as timestamp) as first_at from {{ ref(relation) }}
  {%- endfor %}
  union all
  select cast(min(month) as timestamp) as first_at from {{ ref('stg_workforce__service_costs') }}
  where month >= date '1970-01-01'
  union all
  select as_of as first_at from {{ ref('stg_clock') }}
),

bounds as (
  select
    min(firsts.first_at) as first_at,
    clock.as_of
  from firsts
  cross join {{ ref('stg_clock') }} as clock
  group by clock.as_of
),

dates as (
  select {{ each_date(
    "cast(date_trunc('year', " ~ reporting_time('first_at') ~ ") as date)",
    "cast(date_trunc('year', " ~ reporting_time('as_of') ~ ") + interval '1' year - interval '1' day as date)"
  ) }} as date_on
  from bounds
)

select
  dates.date_on,
  {{ reporting_date('bounds.as_of') }} as as_of_on
from dates
cross join bounds

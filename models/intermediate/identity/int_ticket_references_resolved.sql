-- Only what is named is looked up, so that the cost is that of the references, not of all tickets.
with named as (
  select ticket_id as reference from {{ ref('stg_telephony__calls') }}
  {%- for relation in [
    'stg_telephony__chats', 'stg_field_service__work_orders', 'stg_ticketing__quality_reviews',
    'stg_feedback__survey_answers', 'stg_feedback__survey_invitations', 'stg_ticketing__complaints',
    'stg_billing__refunds'
  ] %}
  union
  select ticket_id as reference from {{ ref(relation) }}
  {%- endfor %}
),

found as (
  select named.reference, tickets.source, tickets.ticket_id
  from named
  inner join {{ ref('stg_ticketing__tickets') }} as tickets on named.reference = tickets.ticket_id
  union all
  select named.reference, tickets.source, tickets.ticket_id
  from named
  inner join {{ ref('stg_ticketing__tickets') }} as tickets
    on named.reference = tickets.source || ':' || tickets.ticket_id
)

select
  reference as ticket_reference,
  min(source) as source,
  min(ticket_id) as ticket_id
from found
group by reference
having count(*) = 1

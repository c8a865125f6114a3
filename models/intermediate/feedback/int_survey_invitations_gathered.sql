-- What a ticketing offers to rate is an invitation, once for each ticket that was left of merges: the first
-- offer. It says no channel, and not whether the mail arrived.
with invitations as (
  select
    'survey' as origin,
    invitations.source,
    invitations.invitation_id,
    invitations.survey_id,
    invitations.wave,
    channels.channel,
    invitations.respondent_type,
    invitations.respondent_id,
    invitations.account_id,
    invitations.ticket_id as ticket_reference,
    invitations.order_id,
    invitations.sent_at,
    invitations.delivered_at,
    invitations.bounced_at,
    invitations.opened_at,
    invitations.started_at,
    invitations.expires_at
  from {{ ref('stg_feedback__survey_invitations') }} as invitations
  left join {{ ref('int_survey_channels_mapped') }} as channels
    on invitations.source = channels.source and lower(trim(invitations.channel)) = channels.word
),

offers as (
  select changes.source, tickets.survivor_id as ticket_id, min(changes.changed_at) as sent_at
  from {{ ref('stg_ticketing__ticket_changes') }} as changes
  inner join {{ ref('int_survey_tickets_resolved') }} as tickets
    on changes.source = tickets.source and changes.ticket_id = tickets.ticket_id
  where changes.field = 'satisfaction_score' and lower(trim(changes.value)) = 'offered'
  group by changes.source, tickets.survivor_id
),

-- Nobody knows what arrived in a channel of a survey that never says so: of mails it may be known, of a poster not.
reporting as (
  select distinct source, survey_id, lower(trim(channel)) as channel
  from invitations
  where delivered_at is not null
),

order_references as (
  {{ references_to(ref('int_orders_linked'), 'order_id') }}
),

bought as (
  select order_references.reference, nullif(orders.customer_key, {{ unknown_key() }}) as customer_key
  from order_references
  inner join {{ ref('int_orders_linked') }} as orders
    on order_references.source = orders.source and order_references.order_id = orders.order_id
),

gathered as (
  select
    invitations.*,
    tickets.source as ticket_source,
    tickets.ticket_id as own_ticket_id,
    reporting.source is not null as is_delivery_recorded
  from invitations
  left join {{ ref('int_ticket_references_resolved') }} as tickets
    on invitations.ticket_reference = tickets.ticket_reference
  left join reporting
    on
      invitations.source = reporting.source
      and invitations.survey_id is not distinct from reporting.survey_id
      and lower(trim(invitations.channel)) is not distinct from reporting.channel
  union all
  select
    'ticketing' as origin,
    source,
    ticket_id as invitation_id,
    'ticket_satisfaction' as survey_id,
    cast(null as string) as wave,
    cast(null as string) as channel,
    'customer' as respondent_type,
    cast(null as string) as respondent_id,
    cast(null as string) as account_id,
    ticket_id as ticket_reference,
    cast(null as string) as order_id,
    sent_at,
    cast(null as timestamp) as delivered_at,
    cast(null as timestamp) as bounced_at,
    cast(null as timestamp) as opened_at,
    cast(null as timestamp) as started_at,
    cast(null as timestamp) as expires_at,
    source as ticket_source,
    ticket_id as own_ticket_id,
    false as is_delivery_recorded
  from offers
)

select
  {{ surrogate_key(["'survey invitation'", 'gathered.origin', 'gathered.source', 'gathered.invitation_id']) }}
    as survey_invitation_key,
  gathered.*,
  exclusions.survivor_id as ticket_id,
  coalesce(
    own_links.customer_key, contacts.customer_key, nullif(exclusions.customer_key, {{ unknown_key() }}),
    bought.customer_key, {{ unknown_key() }}
  ) as customer_key,
  coalesce(exclusions.exclusion_reason, case when test_customers.customer_key is not null then 'test' end)
    as exclusion_reason
from gathered
left join {{ ref('int_account_references_resolved') }} as own_links
  on case when gathered.respondent_type = 'customer' then gathered.account_id end = own_links.account_reference
left join {{ ref('int_contact_references_resolved') }} as contacts
  on case when gathered.respondent_type = 'customer' then gathered.respondent_id end = contacts.contact_reference
left join {{ ref('int_survey_tickets_resolved') }} as exclusions
  on gathered.ticket_source = exclusions.source and gathered.own_ticket_id = exclusions.ticket_id
left join bought on gathered.order_id = bought.reference
left join {{ ref('int_test_customers_listed') }} as test_customers
  on
    coalesce(
      own_links.customer_key, contacts.customer_key, nullif(exclusions.customer_key, {{ unknown_key() }}),
      bought.customer_key
    ) = test_customers.customer_key

-- The work on contacts, in the month in which it was done, by the team that the agent was in at the time; else by the
-- contact's team.
with contacts as (
  select
    gathered.contact_key,
    gathered.contact_kind,
    gathered.source,
    gathered.record_id,
    gathered.ticket_source,
    gathered.ticket_id,
    gathered.customer_key,
    gathered.channel,
    coalesce(gathered.topic, 'unknown') as topic,
    gathered.started_at,
    gathered.exclusion_reason,
    staff.team_key,
    handling.is_handled
  from {{ ref('int_contacts_gathered') }} as gathered
  inner join {{ ref('int_contacts_staffed') }} as staff
    on
      gathered.contact_kind = staff.contact_kind
      and gathered.source = staff.source
      and gathered.record_id = staff.record_id
  inner join {{ ref('int_contact_handling_judged') }} as handling on gathered.contact_key = handling.contact_key
),

with_team as (
  select
    contacts.contact_key,
    measured.month,
    coalesce(measured.team_key, contacts.team_key) as team_key,
    measured.seconds
  from {{ ref('int_contact_work_measured') }} as measured
  inner join contacts
    on
      measured.contact_kind = contacts.contact_kind
      and measured.source = contacts.source
      and measured.record_id = contacts.record_id
),

worked as (
  select
    contact_key, month, team_key, false as is_standard,
    {{ decimal_quotient('greatest(sum(seconds), 0)', '60') }} as minutes
  from with_team
  group by contact_key, month, team_key
),

-- The work on a call or chat is the work on its ticket, unless somebody logged more.
told_by_conversations as (
  select distinct
    'ticket' as contact_kind,
    conversations.ticket_source as source,
    conversations.ticket_id
  from contacts as conversations
  left join worked on conversations.contact_key = worked.contact_key
  where
    conversations.contact_kind != 'ticket'
    and conversations.exclusion_reason is null
    and (conversations.is_handled or worked.contact_key is not null)
),

standard_times as (
  select * from {{ ref('stg_reference__standard_handling_times') }}
),

other_channels as (
  select max(case when channel = '*' then minutes end) as minutes from standard_times
),

every_minute as (
  select * from worked
  union all
  select
    contacts.contact_key,
    cast(date_trunc('month', {{ reporting_date('contacts.started_at') }}) as date) as month,
    contacts.team_key,
    true as is_standard,
    coalesce(own.minutes, other_channels.minutes, 0) as minutes
  from contacts
  cross join other_channels
  left join worked on contacts.contact_key = worked.contact_key
  left join told_by_conversations
    on
      contacts.contact_kind = told_by_conversations.contact_kind
      and contacts.source = told_by_conversations.source
      and contacts.record_id = told_by_conversations.ticket_id
  left join standard_times as own on lower(contacts.channel) = own.channel
  where contacts.is_handled and worked.contact_key is null and told_by_conversations.ticket_id is null
)

select
  every_minute.month, every_minute.contact_key, every_minute.team_key,
  contacts.customer_key, contacts.channel, contacts.topic, every_minute.is_standard, every_minute.minutes
from every_minute
inner join contacts on every_minute.contact_key = contacts.contact_key

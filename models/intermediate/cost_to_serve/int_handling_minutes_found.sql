-- The work on contacts, in the month in which it was done. An agent who holds several chats at once works on each for
-- a part of its time.
with contacts as (
  select
    gathered.contact_key,
    gathered.contact_kind,
    gathered.source,
    gathered.record_id,
    gathered.customer_key,
    gathered.channel,
    coalesce(gathered.topic, 'unknown') as topic,
    gathered.started_at,
    staff.team_key,
    -- Nobody says that somebody worked on what is no work, or on what was left before anybody took it.
    gathered.exclusion_reason is null
    and (gathered.contact_kind = 'ticket' or gathered.outcome in ('handled', 'transferred')) as may_be_standard
  from {{ ref('int_contacts_gathered') }} as gathered
  inner join {{ ref('int_contacts_staffed') }} as staff
    on
      gathered.contact_kind = staff.contact_kind
      and gathered.source = staff.source
      and gathered.record_id = staff.record_id
),

measured as (
  select
    'ticket' as contact_kind, source, ticket_id as record_id, started_at as worked_at,
    source as agent_source, agent_id, cast(seconds as decimal(18, 4)) as seconds
  from {{ ref('stg_ticketing__work_logs') }}
  union all
  select
    'call' as contact_kind, calls.source, chained.first_call_id as record_id, calls.started_at as worked_at,
    named.member_source as agent_source, named.member_id as agent_id,
    cast(
      coalesce(calls.talk_seconds, 0) + coalesce(calls.hold_seconds, 0) + coalesce(calls.wrap_seconds, 0)
      as decimal(18, 4)
    ) as seconds
  from {{ ref('stg_telephony__calls') }} as calls
  inner join {{ ref('int_call_legs_chained') }} as chained
    on calls.source = chained.source and calls.call_id = chained.call_id
  left join {{ ref('int_staff_references_resolved') }} as named
    on
      named.kind = 'agent'
      and named.domain = 'telephony'
      and calls.source = named.source
      and calls.agent_id = named.reference
  where coalesce(calls.talk_seconds, calls.hold_seconds, calls.wrap_seconds) is not null
  union all
  select
    'chat' as contact_kind, source, chat_id as record_id, started_at as worked_at,
    cast(null as string) as agent_source, cast(null as string) as agent_id,
    {{ decimal_quotient('handling_seconds', 'greatest(coalesce(concurrency, 1), 1)') }} as seconds
  from {{ ref('stg_telephony__chats') }}
  where handling_seconds is not null
),

-- The team that the agent was in at the time; else the contact's.
with_team as (
  select
    contacts.contact_key,
    cast(date_trunc('month', {{ reporting_date('measured.worked_at') }}) as date) as month,
    coalesce(teams.team_key, contacts.team_key) as team_key,
    measured.seconds
  from measured
  inner join contacts
    on
      measured.contact_kind = contacts.contact_kind
      and measured.source = contacts.source
      and measured.record_id = contacts.record_id
  left join {{ ref('stg_ticketing__agents') }} as agents
    on measured.agent_source = agents.source and measured.agent_id = agents.agent_id
  left join {{ ref('stg_ticketing__agent_versions') }} as versions
    on
      measured.agent_source = versions.source
      and measured.agent_id = versions.agent_id
      and measured.worked_at >= versions.valid_from
      and measured.worked_at < versions.valid_to
      and not versions.is_deleted
  left join {{ ref('int_teams_labelled') }} as teams
    on measured.agent_source = teams.source and coalesce(versions.team_id, agents.team_id) = teams.team_id
),

worked as (
  select
    contact_key, month, team_key, false as is_standard,
    {{ decimal_quotient('greatest(sum(seconds), 0)', '60') }} as minutes
  from with_team
  group by contact_key, month, team_key
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
  left join standard_times as own on lower(contacts.channel) = own.channel
  where contacts.may_be_standard and worked.contact_key is null
)

select
  every_minute.month, every_minute.contact_key, every_minute.team_key,
  contacts.customer_key, contacts.channel, contacts.topic, every_minute.is_standard, every_minute.minutes
from every_minute
inner join contacts on every_minute.contact_key = contacts.contact_key

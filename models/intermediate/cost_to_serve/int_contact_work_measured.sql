-- An agent who holds several chats at once works on each for a part of its time.
with conversations as (
  select
    'call' as contact_kind, calls.source, calls.call_id as work_id, chained.first_call_id as record_id,
    calls.started_at as worked_at, calls.agent_id,
    cast(
      coalesce(calls.talk_seconds, 0) + coalesce(calls.hold_seconds, 0) + coalesce(calls.wrap_seconds, 0)
      as decimal(18, 4)
    ) as seconds
  from {{ ref('stg_telephony__calls') }} as calls
  inner join {{ ref('int_call_legs_chained') }} as chained
    on calls.source = chained.source and calls.call_id = chained.call_id
  where coalesce(calls.talk_seconds, calls.hold_seconds, calls.wrap_seconds) is not null
  union all
  select
    'chat' as contact_kind, source, chat_id as work_id, chat_id as record_id, started_at as worked_at, agent_id,
    {{ decimal_quotient('handling_seconds', 'greatest(coalesce(concurrency, 1), 1)') }} as seconds
  from {{ ref('stg_telephony__chats') }}
  where handling_seconds is not null
),

measured as (
  select
    'ticket' as contact_kind, source, work_log_id as work_id, ticket_id as record_id, started_at as worked_at,
    source as agent_source, agent_id, cast(seconds as decimal(18, 4)) as seconds
  from {{ ref('stg_ticketing__work_logs') }}
  union all
  select
    conversations.contact_kind, conversations.source, conversations.work_id, conversations.record_id,
    conversations.worked_at, named.member_source as agent_source, named.member_id as agent_id, conversations.seconds
  from conversations
  left join {{ ref('int_staff_references_resolved') }} as named
    on
      named.kind = 'agent'
      and named.domain = 'telephony'
      and conversations.source = named.source
      and conversations.agent_id = named.reference
)

select
  measured.contact_kind,
  measured.source,
  measured.work_id,
  measured.record_id,
  cast(date_trunc('month', {{ reporting_date('measured.worked_at') }}) as date) as month,
  agent_teams.team_key,
  measured.seconds
from measured
left join {{ ref('int_agent_teams_spanned') }} as agent_teams
  on
    measured.agent_source = agent_teams.source
    and measured.agent_id = agent_teams.agent_id
    and measured.worked_at >= agent_teams.valid_from
    and measured.worked_at < agent_teams.valid_to

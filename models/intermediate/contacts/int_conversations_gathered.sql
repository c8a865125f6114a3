-- A call that was transferred is one conversation, from its first leg to its last. Legs marked as excluded do not
-- count, unless there is nothing else. What the company dialled itself is no contact of the customer. Somebody who
-- passes a conversation on has had it; a menu that passes it on has neither agent, answer nor seconds.
with legs as (
  select
    calls.*,
    chained.first_call_id,
    min(case when calls.outcome = 'excluded' then 1 else 0 end) over (
      partition by calls.source, chained.first_call_id
    ) = 1 as is_excluded
  from {{ ref('stg_telephony__calls') }} as calls
  inner join {{ ref('int_call_legs_chained') }} as chained
    on calls.source = chained.source and calls.call_id = chained.call_id
  inner join {{ ref('stg_telephony__calls') }} as first_legs
    on chained.source = first_legs.source and chained.first_call_id = first_legs.call_id
  where first_legs.direction != 'outbound'
),

numbered as (
  select
    *,
    row_number() over (
      partition by source, first_call_id order by started_at nulls last, call_id nulls last
    ) as leg_number,
    count(*) over (partition by source, first_call_id) as leg_count
  from legs
  where is_excluded or outcome != 'excluded'
),

-- A value is that of the earliest leg that has one; the agent is the last who had the call.
calls as (
  select
    'call' as contact_kind,
    source,
    first_call_id as record_id,
    min(started_at) as started_at,
    max(case when leg_number = leg_count then ended_at end) as ended_at,
    max(case when leg_number = leg_count then outcome end) as outcome,
    {%- for column in ['topic', 'account_id', 'contact_id', 'caller_id', 'ticket_id'] %}
    substr(min(lpad(cast(leg_number as string), 6, '0') || {{ column }}), 7) as {{ column }},
    {%- endfor %}
    substr(max(lpad(cast(leg_number as string), 6, '0') || agent_id), 7) as agent_id,
    cast(null as string) as team_id,
    count(*) as leg_count,
    min(case when is_excluded then 1 else 0 end) = 1 as is_excluded,
    max(
      case
        when outcome = 'handled' then 1
        when outcome = 'transferred' and coalesce(agent_id, cast(answered_at as string)) is not null then 1
        when
          outcome = 'transferred'
          and coalesce(talk_seconds, 0) + coalesce(hold_seconds, 0) + coalesce(wrap_seconds, 0) > 0
          then 1
        else 0
      end
    ) = 1 as is_connected
  from numbered
  group by source, first_call_id
),

chats as (
  select
    'chat' as contact_kind,
    source,
    chat_id as record_id,
    started_at,
    ended_at,
    outcome,
    topic,
    account_id,
    contact_id,
    cast(null as string) as caller_id,
    ticket_id,
    agent_id,
    team_id,
    1 as leg_count,
    false as is_excluded,
    outcome = 'handled'
    or (
      outcome = 'transferred'
      and (agent_id is not null or accepted_at is not null or coalesce(handling_seconds, 0) > 0)
    ) as is_connected
  from {{ ref('stg_telephony__chats') }}
)

select * from calls
union all
select * from chats

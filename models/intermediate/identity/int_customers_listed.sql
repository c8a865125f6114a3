with accounts as (
  select
    resolved.customer_key,
    'account' as kind,
    accounts.source,
    accounts.account_id as customer_id,
    accounts.created_at
  from {{ ref('int_accounts_resolved') }} as resolved
  inner join {{ ref('stg_crm__accounts') }} as accounts
    on resolved.source = accounts.source and resolved.account_id = accounts.account_id
  where resolved.account_id = resolved.survivor_account_id
),

parties as (
  select
    customer_key,
    kind,
    source,
    party_id as customer_id,
    created_at
  from {{ ref('int_parties_linked') }}
  where link_rule = 'itself'
),

-- A requester that no organization or account stands for, delivered or only named by a ticket.
requesters as (
  select
    linked.customer_key,
    'requester' as kind,
    tickets.source,
    tickets.requester_id as customer_id,
    min(tickets.created_at) as created_at
  from {{ ref('int_tickets_linked') }} as linked
  inner join {{ ref('stg_ticketing__tickets') }} as tickets
    on linked.source = tickets.source and linked.ticket_id = tickets.ticket_id
  where linked.link_rule = 'requester_itself'
  group by linked.customer_key, tickets.source, tickets.requester_id
),

-- People of the CRM without an account, and callers whom only the telephony knows, by their first call.
conversations as (
  select
    linked.customer_key,
    case linked.link_rule when 'contact_itself' then 'contact' else 'caller' end as kind,
    linked.member_source as source,
    linked.member_id as customer_id,
    min(gathered.started_at) as created_at
  from {{ ref('int_conversations_linked') }} as linked
  inner join {{ ref('int_conversations_gathered') }} as gathered
    on
      linked.contact_kind = gathered.contact_kind
      and linked.source = gathered.source
      and linked.record_id = gathered.record_id
  where linked.link_rule in ('contact_itself', 'caller_itself')
  group by linked.customer_key, linked.link_rule, linked.member_source, linked.member_id
)

select * from accounts
union all
select * from parties
union all
select * from requesters
union all
select * from conversations

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
)

select * from accounts
union all
select * from parties
union all
select * from requesters

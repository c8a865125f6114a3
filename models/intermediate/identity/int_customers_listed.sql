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

billing_customers as (
  select
    linked.customer_key,
    'billing_customer' as kind,
    linked.source,
    linked.customer_id,
    customers.created_at
  from {{ ref('int_billing_customers_linked') }} as linked
  inner join {{ ref('stg_billing__customers') }} as customers
    on linked.source = customers.source and linked.customer_id = customers.customer_id
  where linked.link_rule = 'itself'
),

organizations as (
  select
    customer_key,
    'organization' as kind,
    source,
    organization_id as customer_id,
    cast(null as timestamp) as created_at
  from {{ ref('int_organizations_linked') }}
  where link_rule = 'itself'
),

-- A ticket may name an organization or a requester that its source never delivered.
ticket_parties as (
  select
    linked.customer_key,
    case when linked.link_rule = 'organization_itself' then 'organization' else 'requester' end as kind,
    tickets.source,
    min(case
      when linked.link_rule = 'requester_itself' then tickets.requester_id
      else coalesce(tickets.organization_id, requesters.organization_id)
    end) as customer_id,
    min(tickets.created_at) as created_at
  from {{ ref('int_tickets_linked') }} as linked
  inner join {{ ref('stg_ticketing__tickets') }} as tickets
    on linked.source = tickets.source and linked.ticket_id = tickets.ticket_id
  left join {{ ref('int_requesters_linked') }} as requesters
    on tickets.source = requesters.source and tickets.requester_id = requesters.requester_id
  left join organizations on linked.customer_key = organizations.customer_key
  where linked.link_rule in ('organization_itself', 'requester_itself') and organizations.customer_key is null
  group by linked.customer_key, linked.link_rule, tickets.source
)

select * from accounts
union all
select * from billing_customers
union all
select * from organizations
union all
select * from ticket_parties

-- The customer's formal promises that were decided in a month while the contract was in force.
with promises as (
  select
    instances.source,
    instances.ticket_id,
    instances.policy_id,
    instances.metric,
    instances.started_at,
    instances.status,
    exclusions.customer_key,
    {{ reporting_date('instances.decided_at') }} as decided_on,
    {{ reporting_date('instances.due_at') }} as due_on,
    {{ reporting_date('clock.as_of') }} as as_of_on,
    cast(date_trunc('month', {{ reporting_date('coalesce(instances.decided_at, clock.as_of)') }}) as date) as month
  from {{ ref('int_sla_instances_judged') }} as instances
  cross join {{ ref('stg_clock') }} as clock
  inner join {{ ref('int_ticket_exclusions_decided') }} as exclusions
    on instances.source = exclusions.source and instances.ticket_id = exclusions.ticket_id
  where instances.kind = 'formal' and not exclusions.is_excluded and instances.status != 'cancelled'
),

-- What still runs is at risk in the running month, unless it is due after the contract's end, or that is over. A
-- promise is counted with each contract of the customer, and is the first one's own: of those whose credit is an
-- amount, where there is one.
in_force as (
  select
    contracts.month,
    contracts.source,
    contracts.contract_id,
    promises.status,
    row_number() over (
      partition by
        promises.source, promises.ticket_id, promises.policy_id, promises.metric, promises.started_at
      order by
        case when contracts.is_credit_known and contracts.monthly_fee is not null then 0 else 1 end nulls last,
        contracts.source asc nulls last,
        contracts.contract_id asc nulls last
    ) = 1 as is_own
  from {{ ref('int_contract_months_priced') }} as contracts
  inner join promises on contracts.customer_key = promises.customer_key and contracts.month = promises.month
  where
    (
      promises.status = 'running' and contracts.is_partial
      and promises.as_of_on < contracts.end_on and coalesce(promises.due_on < contracts.end_on, true)
    )
    or (promises.decided_on >= contracts.first_on and promises.decided_on < contracts.end_on)
)

select
  contracts.month,
  contracts.source,
  contracts.contract_id,
  cast(count(case when in_force.status = 'met' then 1 end) as bigint) as met,
  cast(count(case when in_force.status = 'breached' then 1 end) as bigint) as breached,
  cast(count(case when in_force.status = 'running' then 1 end) as bigint) as running,
  cast(count(case when in_force.is_own and in_force.status != 'running' then 1 end) as bigint) as decided_once
from {{ ref('int_contract_months_priced') }} as contracts
left join in_force
  on
    contracts.month = in_force.month
    and contracts.source = in_force.source
    and contracts.contract_id = in_force.contract_id
group by contracts.month, contracts.source, contracts.contract_id

-- The credit that a contract owes for a month: the band in which its unrounded compliance lies. Counts are compared
-- across the fraction line, so that 98.996 % is not 99 %.
with counted as (
  select * from {{ ref('int_contract_promises_counted') }}
),

-- Once as it is, once as if all that is at risk were breached.
cases as (
  select month, source, contract_id, false as is_exposure, met, met + breached as decided from counted
  union all
  select month, source, contract_id, true as is_exposure, met, met + breached + running as decided from counted
),

bands as (
  select
    *,
    case when cap_percent < credit_percent then cap_percent else credit_percent end as capped_percent
  from {{ ref('stg_reference__penalty_bands') }}
),

credited as (
  select
    cases.month,
    cases.source,
    cases.contract_id,
    max(case when not cases.is_exposure then bands.capped_percent end) as credit_percent,
    max(case when cases.is_exposure then bands.capped_percent end) as exposed_percent
  from cases
  inner join {{ ref('int_contract_months_priced') }} as contracts
    on cases.month = contracts.month and cases.source = contracts.source and cases.contract_id = contracts.contract_id
  inner join bands
    on
      contracts.penalty_band = bands.penalty_band
      and cases.decided > 0
      and cases.met * 100 >= bands.from_compliance * cases.decided
      and cases.met * 100 < bands.to_compliance * cases.decided
  group by cases.month, cases.source, cases.contract_id
),

joined as (
  select
    contracts.month,
    contracts.is_partial,
    contracts.source,
    contracts.contract_id,
    contracts.customer_key,
    coalesce(versions.segment, 'unknown') as segment,
    contracts.penalty_band,
    contracts.monthly_fee,
    counted.met,
    counted.breached,
    counted.running,
    counted.decided_once,
    case
      when contracts.is_credit_known
        then cast(coalesce(credited.credit_percent, 0) as decimal(9, 4))
    end as credit_percent,
    case
      when contracts.is_credit_known
        then cast(coalesce(credited.exposed_percent, 0) as decimal(9, 4))
    end as exposed_percent
  from {{ ref('int_contract_months_priced') }} as contracts
  inner join counted
    on
      contracts.month = counted.month
      and contracts.source = counted.source
      and contracts.contract_id = counted.contract_id
  left join credited
    on
      contracts.month = credited.month
      and contracts.source = credited.source
      and contracts.contract_id = credited.contract_id
  left join {{ ref('int_customer_versions_dated') }} as versions
    on
      contracts.customer_key = versions.customer_key
      and contracts.closes_at > {{ reporting_time('versions.valid_from') }}
      and contracts.closes_at <= {{ reporting_time('versions.valid_to') }}
)

select
  *,
  {{ half_up('cast(monthly_fee as double) * cast(credit_percent as double) / 100') }} as penalty_amount,
  {{ half_up('cast(monthly_fee as double) * cast(exposed_percent as double) / 100') }} as exposure_amount
from joined

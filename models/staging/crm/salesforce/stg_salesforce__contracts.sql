with contracts as (
  {{ records('salesforce', 'contract') }}
),

won as (
  select
    named_contract_id as contract_id,
    cast(sum(amount) as decimal(18, 4)) as amount,
    min(currency) as currency,
    max(currency) as other_currency
  from {{ ref('stg_salesforce__opportunities') }}
  where is_won and is_part_of_contract and not _is_deleted
  group by named_contract_id
),

termed as (
  select
    contracts.*,
    coalesce(
      contracts.end_date,
      cast({{ months_later('contracts.start_date', 'contracts.contract_term') }} - interval '1' day as date)
    ) as ends_on,
    coalesce(upper(contracts.currency_iso_code), won.currency) as currency,
    won.amount,
    won.currency as won_currency,
    won.other_currency
  from contracts
  left join won on contracts.id = won.contract_id
)

select
  id as contract_id,
  account_id,
  status,
  start_date as starts_on,
  ends_on,
  case when coalesce(won_currency = currency and other_currency = currency, true) then amount end as value,
  currency,
  _updated_at,
  _is_deleted or coalesce(_fivetran_deleted, false) as _is_deleted,
  _arrived_at,
  _delivery,
  _record
from termed
where start_date is not null and ends_on is not null

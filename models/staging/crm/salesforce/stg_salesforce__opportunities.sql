with opportunities as (
  {{ records('salesforce', 'opportunity') }}
),

contracts as (
  {{ records('salesforce', 'contract') }}
),

classified as (
  select
    opportunities.*,
    case
      when lower(opportunities.type) like '%renew%' then 'renewal'
      when lower(opportunities.type) like '%downgrade%' then opportunities.type
      when
        lower(opportunities.type) like '%existing%' or lower(opportunities.type) like '%add%on%'
        or lower(opportunities.type) like '%expan%' or lower(opportunities.type) like '%upgrade%'
        or lower(opportunities.type) like '%upsell%' or lower(opportunities.type) like '%up-sell%'
        or lower(opportunities.type) like '%cross%sell%' then 'expansion'
      when lower(opportunities.type) like 'new%' then 'new'
      else coalesce(opportunities.type, 'unknown')
    end as kind,
    contracts.start_date as contract_starts_on
  from opportunities
  left join contracts on opportunities.contract_id = contracts.id
),

placed as (
  select
    *,
    kind <> 'renewal'
    or coalesce(close_date <= cast(contract_starts_on + interval '30' day as date), false) as is_part_of_contract
  from classified
)

select
  id as opportunity_id,
  account_id,
  case when kind <> 'renewal' or not is_part_of_contract then contract_id end as contract_id,
  contract_id as named_contract_id,
  campaign_id,
  kind,
  stage_name as stage,
  amount,
  upper(currency_iso_code) as currency,
  is_closed,
  is_won,
  is_part_of_contract,
  case when is_closed then close_date end as closed_on,
  created_date as created_at,
  _updated_at,
  _is_deleted or coalesce(_fivetran_deleted, false) as _is_deleted,
  _arrived_at,
  _delivery,
  _record
from placed

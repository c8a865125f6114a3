with campaigns as (
  {{ records('salesforce', 'campaign') }}
)

select
  id as campaign_id,
  name,
  type as channel,
  actual_cost as cost,
  upper(currency_iso_code) as currency,
  coalesce(cast(start_date as timestamp), created_date) as starts_at,
  cast(end_date as timestamp) + interval '1' day as ends_at,
  _updated_at,
  _is_deleted or coalesce(_fivetran_deleted, false) as _is_deleted,
  _arrived_at,
  _delivery,
  _record
from campaigns

with versions as (
  select * from {{ ref('stg_stripe__subscription_versions') }}
  where valid_from is not null and not _is_deleted
),

compared as (
  select
    *,
    lag(status) over (partition by subscription_id order by recency desc) as previous_status
  from versions
)

select
  subscription_id,
  valid_from as changed_at,
  row_number() over (partition by subscription_id, valid_from order by recency desc) as sequence,
  status,
  _updated_at,
  _is_deleted,
  _arrived_at,
  _delivery,
  _record
from compared
where previous_status is null or status <> previous_status

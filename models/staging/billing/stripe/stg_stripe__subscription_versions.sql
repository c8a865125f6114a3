{%- set shared = [
  'id', 'customer_id', 'status', 'created', 'start_date', 'current_period_start', 'current_period_end',
  'trial_start', 'trial_end', 'cancel_at_period_end', 'canceled_at', 'ended_at', 'cancellation_details_reason',
  'pause_collection_behavior', '_updated_at', '_is_deleted', '_arrived_at', '_delivery', '_record',
] | join(', ') -%}
with history as (
  {{ records('stripe', 'subscription_history', all_versions=true) }}
),

current_states as (
  {{ records('stripe', 'subscription') }}
),

every_version as (
  select
    {{ shared }},
    coalesce(_fivetran_start, _fivetran_synced) as valid_from,
    coalesce(_fivetran_active, false) as is_active
  from history
  union all
  select {{ shared }}, cast(null as timestamp) as valid_from, true as is_active
  from current_states
  where id not in (select history.id from history)
),

one_per_state as (
  select *
  from every_version
  qualify row_number() over (
    partition by id, valid_from, status
    order by
      _updated_at desc nulls last, is_active desc nulls last, _delivery desc nulls last, _record desc nulls last
  ) = 1
)

select
  id as subscription_id,
  customer_id,
  case
    when pause_collection_behavior is not null and status in ('active', 'past_due', 'trialing') then 'paused'
    else status
  end as status,
  coalesce(start_date, created) as started_at,
  current_period_start,
  current_period_end,
  trial_start,
  trial_end,
  cancel_at_period_end,
  canceled_at,
  ended_at,
  cancellation_details_reason as cancel_reason,
  valid_from,
  row_number() over (
    partition by id
    order by valid_from desc nulls last, _updated_at desc nulls last, is_active desc, _delivery desc, _record desc
  ) as recency,
  _updated_at,
  _is_deleted,
  _arrived_at,
  _delivery,
  _record
from one_per_state

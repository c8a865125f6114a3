-- A resolution that is dated before its ticket has no business time.
with resolutions as (
  select
    resolutions.source,
    resolutions.ticket_id,
    case
      when resolutions.first_resolved_at >= tickets.created_at then resolutions.first_resolved_at
    end as first_resolved_at,
    case when resolutions.resolved_at >= tickets.created_at then resolutions.resolved_at end as resolved_at
  from {{ ref('int_ticket_resolutions_found') }} as resolutions
  inner join {{ ref('stg_ticketing__tickets') }} as tickets
    on resolutions.source = tickets.source and resolutions.ticket_id = tickets.ticket_id
)

select
  resolutions.source,
  resolutions.ticket_id,
  {{ business_clock('resolutions.first_resolved_at', 'first_') }} as first_resolution_microseconds,
  {{ business_clock('resolutions.resolved_at', 'full_') }} as full_resolution_microseconds
from resolutions
{{ business_clock_joins('resolutions', 'resolutions.first_resolved_at', 'first_') }}
{{ business_clock_joins('resolutions', 'resolutions.resolved_at', 'full_') }}

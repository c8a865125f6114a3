-- noqa: disable=LT02
-- A status that no adapter could place is work like open. A wait that never occurred is 0; one of which some part has
-- no known schedule has no business time.
{% set waits = {
  'requester_wait': "'new', 'open', 'hold', 'unknown'",
  'agent_wait': "'pending'",
  'agent_work': "'new', 'open', 'unknown'",
  'on_hold': "'hold'",
} %}
select
  source,
  ticket_id
  {%- for wait, statuses in waits.items() %},
  cast(sum(
    case when status in ({{ statuses }}) then {{ microseconds_between('started_at', 'measured_to') }} else 0 end
  ) as bigint) as {{ wait }}_calendar_microseconds,
  case
    when
      min(business_started) is not null
      and count(case when status in ({{ statuses }}) and business_ended is null then 1 end) = 0
      then cast(sum(case when status in ({{ statuses }}) then business_ended - business_started else 0 end) as bigint)
  end as {{ wait }}_business_microseconds
  {%- endfor %}
from {{ ref('int_ticket_statuses_spanned') }}
group by source, ticket_id

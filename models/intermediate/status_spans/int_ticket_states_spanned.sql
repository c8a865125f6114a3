-- noqa: disable=LT02
{% set fields = ['status', 'team_id', 'assignee_id', 'priority'] %}
with points as (
  select
    source,
    ticket_id,
    happened_at,
    sequence
    {%- for field in fields %},
    max(case when field = '{{ field }}' then value end) as {{ field }}
    {%- endfor %},
    min(case when is_dated then 1 else 0 end) = 1 as is_dated,
    min(case when is_of_history then 1 else 0 end) = 1 as is_of_history
  from {{ ref('int_ticket_points_dated') }}
  group by source, ticket_id, happened_at, sequence
),

-- A value holds until the next one of its field.
ordered as (
  select
    source,
    ticket_id,
    happened_at,
    is_dated,
    is_of_history
    {%- for field in fields %},
    {{ last_known(field) }} over until_now as {{ field }}
    {%- endfor %},
    row_number() over of_ticket as state_number,
    lead(happened_at) over of_ticket as ended_at,
    {{ last_known('status') }} over before_now as previous_status,
    {{ last_known("case when status != 'deleted' then status end") }} over before_now as standing_status,
    {{ last_known('team_id') }} over before_now as previous_team_id
  from points
  window
    of_ticket as (partition by source, ticket_id order by happened_at asc nulls last, sequence asc nulls last),
    until_now as (
      partition by source, ticket_id order by happened_at asc nulls last, sequence asc nulls last
      rows between unbounded preceding and current row
    ),
    before_now as (
      partition by source, ticket_id order by happened_at asc nulls last, sequence asc nulls last
      rows between unbounded preceding and 1 preceding
    )
)

select
  source,
  ticket_id,
  state_number,
  happened_at as started_at,
  ended_at,
  status,
  previous_status,
  standing_status,
  nullif(team_id, '') as team_id,
  nullif(previous_team_id, '') as previous_team_id,
  nullif(assignee_id, '') as assignee_id,
  nullif(priority, '') as priority,
  is_dated,
  is_of_history,
  ended_at is null as is_last,
  status not in ('solved', 'closed', 'deleted') as is_open,
  coalesce(previous_status not in ('solved', 'closed', 'deleted'), false) as was_open
from ordered

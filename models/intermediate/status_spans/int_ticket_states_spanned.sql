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
    min(case when is_dated then 1 else 0 end) = 1 as is_dated
  from {{ ref('int_ticket_points_dated') }}
  group by source, ticket_id, happened_at, sequence
),

-- A value holds until the next one of its field: the number of values so far names the one in force.
counted as (
  select
    *
    {%- for field in fields %},
    count({{ field }}) over (
      partition by source, ticket_id order by happened_at, sequence rows between unbounded preceding and current row
    ) as {{ field }}_number
    {%- endfor %}
  from points
),

filled as (
  select
    source,
    ticket_id,
    happened_at,
    sequence,
    is_dated
    {%- for field in fields %},
    max({{ field }}) over (partition by source, ticket_id, {{ field }}_number) as {{ field }}
    {%- endfor %}
  from counted
),

ordered as (
  select
    *,
    row_number() over (partition by source, ticket_id order by happened_at, sequence) as state_number,
    lead(happened_at) over (partition by source, ticket_id order by happened_at, sequence) as ended_at,
    lag(status) over (partition by source, ticket_id order by happened_at, sequence) as previous_status,
    lag(team_id) over (partition by source, ticket_id order by happened_at, sequence) as previous_team_id
  from filled
)

select
  source,
  ticket_id,
  state_number,
  happened_at as started_at,
  ended_at,
  status,
  previous_status,
  nullif(team_id, '') as team_id,
  nullif(previous_team_id, '') as previous_team_id,
  nullif(assignee_id, '') as assignee_id,
  nullif(priority, '') as priority,
  is_dated,
  ended_at is null as is_last,
  status not in ('solved', 'closed', 'deleted') as is_open,
  coalesce(previous_status not in ('solved', 'closed', 'deleted'), false) as was_open
from ordered

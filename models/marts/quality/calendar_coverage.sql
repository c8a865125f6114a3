-- noqa: disable=LT02
-- Each ticket counts once: at the first calendar that its times need and that is not known, else at the last one that
-- they need. Only a ticket whose schedule changes can have both; its own figures say whether they need the unknown one.
with stretches as (
  select
    clocks.source,
    clocks.ticket_id,
    clocks.starts_at,
    clocks.ends_at,
    coalesce(clocks.schedule_id, 'none') as schedule_id,
    coalesce(schedules.time_zone, 'unknown') as time_zone,
    case
      when clocks.schedule_id is null then 'no_schedule'
      when schedules.schedule_id is null then 'unknown_schedule'
      else schedules.calendar_state
    end as calendar_state
  from {{ ref('int_ticket_clocks_shifted') }} as clocks
  left join {{ ref('int_schedules_known') }} as schedules
    on clocks.source = schedules.source and clocks.schedule_id = schedules.schedule_id
),

changed as (
  select distinct source, ticket_id
  from stretches
  where ends_at != timestamp '9999-12-31 00:00:00'
),

judged as (
  select
    tickets.source,
    tickets.ticket_id,
    {%- for figure in [
      'first_reply', 'first_resolution', 'full_resolution', 'requester_wait', 'agent_wait', 'agent_work', 'on_hold'
    ] %}
    {{ 'or ' if not loop.first -}}
    tickets.{{ figure }}_calendar_minutes is not null and tickets.{{ figure }}_business_minutes is null
    {%- endfor %} as is_uncounted
  from {{ ref('fct_tickets') }} as tickets
  inner join changed on tickets.source = changed.source and tickets.ticket_id = changed.ticket_id
),

-- Of a changed ticket: what lies before the first unknown calendar, and that one itself.
candidates as (
  select
    stretches.*,
    judged.is_uncounted
  from stretches
  inner join judged on stretches.source = judged.source and stretches.ticket_id = judged.ticket_id
  qualify coalesce(sum(case when stretches.calendar_state != 'known' then 1 else 0 end) over (
    partition by stretches.source, stretches.ticket_id
    order by stretches.starts_at rows between unbounded preceding and 1 preceding
  ), 0) = 0
),

chosen as (
  select source, schedule_id, time_zone, calendar_state
  from candidates
  qualify row_number() over (
    partition by source, ticket_id
    order by (calendar_state != 'known') = is_uncounted desc nulls last, starts_at desc nulls last
  ) = 1
  union all
  select stretches.source, stretches.schedule_id, stretches.time_zone, stretches.calendar_state
  from stretches
  left join changed on stretches.source = changed.source and stretches.ticket_id = changed.ticket_id
  where changed.ticket_id is null
)

select
  {{ surrogate_key(['source', 'schedule_id', 'time_zone', 'calendar_state']) }} as calendar_coverage_key,
  source,
  schedule_id,
  time_zone,
  calendar_state,
  count(*) as tickets
from chosen
group by source, schedule_id, time_zone, calendar_state

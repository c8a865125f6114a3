-- Every change of every field, about 15 a ticket; `position` tells changes of one step apart.
create table change as
with steps (position, step, field_name, share) as (
  values
    (1, 0, 'status', 1.0), (2, 0, 'priority', 1.0), (3, 0, 'group_id', 0.7), (4, 0, 'sla_policy', 1.0),
    (5, 0, 'first_reply_time', 1.0), (6, 0, 'requester_wait_time', 1.0), (7, 0, 'agent_work_time', 0.35),
    (8, 1, 'assignee_id', 1.0), (9, 1, 'status', 1.0),
    (10, 2, 'status', 1.0),
    (11, 3, 'status', 1.0), (12, 3, 'next_reply_time', 1.0),
    (13, 4, 'group_id', 1.0), (14, 4, 'assignee_id', 1.0), (15, 4, 'priority', 0.1),
    (16, 5, 'status', 1.0), (17, 6, 'status', 1.0),
    (18, 7, 'status', 1.0), (19, 7, 'satisfaction_score', 0.6),
    (20, 8, 'status', 1.0), (21, 9, 'status', 1.0),
    (22, 10, 'satisfaction_score', 0.25),
    (23, 11, 'status', 1.0)
),

happening as (
  select
    plan.*,
    steps.position,
    steps.step,
    steps.field_name,
    step_at(plan.number, plan.created_at, plan.work_seconds, steps.step) as updated
  from plan
  cross join steps
  where
    dice(plan.number, 'change ' || steps.position) < steps.share
    and case plan.fate
      when 'plain' then steps.step not in (8, 9)
      when 'reopened' then true
      else steps.step < 2 or steps.position = 11
    end
    and (plan.is_transferred or steps.step != 4)
    and (plan.is_held or steps.step not in (5, 6))
)

select
  number,
  ticket_id,
  position,
  field_name,
  updated,
  case field_name
    when 'status' then
      case
        when position = 11 and fate = 'merged' then 'closed'
        when position = 11 and fate = 'deleted' then 'deleted'
        else ['new', 'open', 'pending', 'open', null, 'hold', 'open', 'solved', 'open', 'solved', null, 'closed'][step + 1]
      end
    when 'priority' then priority_of(number, 'priority ' || step)
    when 'group_id' then group_id(number, 'group ' || step)::varchar
    when 'assignee_id' then agent_id(number, 'assignee ' || step)::varchar
    when 'sla_policy' then (800001 + organization_id % 4)::varchar
    when 'first_reply_time' then '{"minutes": ' || [60, 120, 240, 480][1 + number % 4] || ', "in_business_hours": "true"}'
    when 'next_reply_time' then '{"minutes": ' || [120, 240, 480, 960][1 + number % 4] || ', "in_business_hours": "true"}'
    when 'requester_wait_time' then '{"minutes": ' || [480, 960, 1440, 2880][1 + number % 4] || ', "in_business_hours": "false"}'
    when 'agent_work_time' then '{"minutes": ' || [240, 480][1 + number % 2] || ', "in_business_hours": "true"}'
    when 'satisfaction_score' then
      case when step = 7 then 'offered' when dice(number, 'rating') < 0.85 then 'good' else 'bad' end
  end as value,
  case when step in (1, 2, 4, 5, 7, 9) then agent_id(number, 'assignee 1') when step in (3, 8, 10) then requester_id end as user_id
from happening
where updated <= getvariable('ends_at')::timestamp;

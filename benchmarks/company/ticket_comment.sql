-- About five messages a ticket: the request, replies, notes. The last delivery says three days before the cut once more.
with steps (position, step, is_agent, is_public, share) as (
  values
    (1, 0, false, true, 1.0), (2, 1, true, false, 0.25), (3, 2, true, true, 1.0), (4, 3, false, true, 0.95),
    (5, 4, true, false, 0.6), (6, 5, true, true, 0.4), (7, 7, true, true, 1.0), (8, 8, false, true, 1.0),
    (9, 9, true, true, 1.0), (10, 10, false, true, 0.15)
),

messages as (
  select
    plan.*,
    steps.position,
    steps.is_agent,
    steps.is_public,
    step_at(plan.number, plan.created_at, plan.work_seconds, steps.step) as created
  from plan
  cross join steps
  where
    dice(plan.number, 'message ' || steps.position) < steps.share
    and case plan.fate
      when 'plain' then steps.step not in (8, 9)
      when 'reopened' then true
      else steps.step < 2
    end
)

select
  ticket_id * 20 + position as id,
  ticket_id,
  case when is_agent then agent_id(number, 'assignee 1') else requester_id end as user_id,
  created at time zone 'UTC' as created,
  is_public as public,
  ['Thank you for your message. ', 'Could you have another look, please? ', 'We have checked your account. ']
  [1 + floor(dice(number, 'opening ' || position) * 3)::int]
  || ['The invoice of last month shows an amount that nobody can explain.', 'The parcel has not arrived.',
    'After the update the application closes as soon as the second page opens.', 'It works again now.',
    'Please send the reference that you find at the top right of the letter.']
  [1 + floor(dice(number, 'text ' || position) * 5)::int]
  || ' Reference ' || number || '/' || position || '.' as body,
  false as voice_comment,
  (case when getvariable('is_last') then getvariable('ends_at')::timestamp else created + interval 5 minute end)
  at time zone 'UTC' as _fivetran_synced,
  false as _fivetran_deleted
from messages
where
  messages.created <= getvariable('ends_at')::timestamp
  and case
    when getvariable('is_last') then messages.created >= getvariable('cut_at')::timestamp - interval 3 day
    else messages.created < getvariable('cut_at')::timestamp
  end
order by messages.created, messages.ticket_id, position

-- Tickets as they were when they were delivered; the last delivery has those that changed since the cut.
with states as (
  select
    number,
    max(updated) as updated_at,
    arg_max(value, position) filter (where field_name = 'status') as status,
    arg_max(value, position) filter (where field_name = 'priority') as priority,
    arg_max(value, position) filter (where field_name = 'group_id') as group_id,
    arg_max(value, position) filter (where field_name = 'assignee_id') as assignee_id,
    arg_max(updated, position) filter (where field_name = 'status') as status_at
  from change
  where getvariable('is_last') or updated < getvariable('cut_at')::timestamp
  group by number
),

merged as (
  select plan.number - 1 as number, '[' || plan.ticket_id || ']' as merged_ticket_ids, states.status_at as merged_at
  from plan
  inner join states on plan.number = states.number
  where plan.fate = 'merged' and states.status = 'closed'
)

select
  plan.ticket_id as id,
  states.assignee_id::bigint as assignee_id,
  300001 + plan.number % 3 as brand_id,
  plan.created_at at time zone 'UTC' as created_at,
  null::varchar as external_id,
  states.group_id::bigint as group_id,
  plan.organization_id,
  states.priority,
  plan.requester_id,
  states.status,
  'About ' || ['an invoice', 'the login', 'a delivery', 'a refund', 'the application'][1 + plan.number % 5]
  || ', case ' || plan.number as subject,
  case when plan.is_opened_by_agent then agent_id(plan.number, 'assignee 1') else plan.requester_id end as submitter_id,
  ['question', 'incident', 'problem', 'task'][1 + floor(dice(plan.number, 'type') * 4)::int] as type,
  greatest(states.updated_at, merged.merged_at) at time zone 'UTC' as updated_at,
  ['email', 'web', 'chat', 'voice', 'api'][1 + floor(power(dice(plan.number, 'channel'), 2) * 5)::int] as via_channel,
  merged.merged_ticket_ids,
  true as is_public,
  400001 as ticket_form_id,
  case when dice(plan.number, 'has topic') < 0.8
    then ['billing', 'login', 'delivery', 'refund', 'bug'][1 + plan.number % 5] end as custom_topic,
  greatest(states.updated_at, merged.merged_at) at time zone 'UTC' + interval 5 minute as _fivetran_synced,
  false as _fivetran_deleted
from plan
inner join states on plan.number = states.number
left join merged on plan.number = merged.number
where not getvariable('is_last') or greatest(states.updated_at, merged.merged_at) >= getvariable('cut_at')::timestamp
order by plan.number

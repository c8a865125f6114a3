{# The changes of the fields that the contract knows, in its words; every adapter that needs history reads this. #}
{% set topic_column = var('zendesk_topic_column', 'custom_topic') | lower %}
with history as (
  {{ records('zendesk', 'ticket_field_history') }}
),

named as (
  select
    *,
    case field_name
      when 'status' then 'status'
      when 'priority' then 'priority'
      when 'assignee_id' then 'assignee_id'
      when 'group_id' then 'team_id'
      when 'type' then 'kind'
      when '{{ topic_column }}' then 'topic'
      when 'satisfaction_score' then 'satisfaction_score'
      when 'satisfaction_comment' then 'satisfaction_comment'
      when 'sla_policy' then 'sla_policy_id'
      when 'first_reply_time' then 'sla_target:first_reply'
      when 'next_reply_time' then 'sla_target:next_reply'
      when 'requester_wait_time' then 'sla_target:requester_wait'
      when 'agent_work_time' then 'sla_target:agent_work'
      when 'total_resolution_time' then 'sla_target:resolution'
    end as field,
    case when field_name like '%_time' then {{ json_text('value', 'minutes') }} end as target_minutes,
    case when field_name like '%_time' then {{ json_text('value', 'in_business_hours') }} end as is_target_business
  from history
  where not _is_deleted
)

select
  ticket_id,
  field,
  updated as changed_at,
  row_number() over (
    partition by ticket_id, field, updated order by _updated_at nulls first, _delivery, _record
  ) as sequence,
  case
    when target_minutes is not null
      then target_minutes || case when lower(is_target_business) = 'true' then ' business' else ' calendar' end
    when field = 'status' and lower(value) in ('on-hold', 'on_hold') then 'hold'
    when field = 'satisfaction_score' and lower(value) in ('goodwithcomment', 'good_with_comment') then 'good'
    when field = 'satisfaction_score' and lower(value) in ('badwithcomment', 'bad_with_comment') then 'bad'
    when field in ('status', 'kind', 'satisfaction_score') then lower(value)
    else value
  end as value,
  user_id as author_id,
  _updated_at
from named
where field is not null

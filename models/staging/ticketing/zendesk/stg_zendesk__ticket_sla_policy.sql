-- The SLA policies applied to a ticket: those of Zendesk's own table; where it has none, those that the history names.
-- That a policy was taken away, a row without a name, only the history says; of one instant it comes first.
with applied as (
  {{ records('zendesk', 'ticket_sla_policy') }}
),

named as (
  select * from {{ ref('stg_zendesk__ticket_field_history') }}
  where field = 'sla_policy_id'
),

with_policies as (
  select distinct ticket_id from applied
  where not _is_deleted
)

select
  ticket_id,
  policy_applied_at as applied_at,
  row_number() over (
    partition by ticket_id, policy_applied_at
    order by _updated_at nulls first, _delivery nulls first, _record nulls first
  ) as sequence,
  sla_policy_id as policy_id,
  _updated_at
from applied
where not _is_deleted
union all
select
  named.ticket_id,
  named.changed_at as applied_at,
  case when with_policies.ticket_id is null then named.sequence else -named.sequence end as sequence,
  named.value as policy_id,
  named._updated_at
from named
left join with_policies on named.ticket_id = with_policies.ticket_id
where with_policies.ticket_id is null or named.value is null

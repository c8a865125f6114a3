-- Telephony and the cost ledger know agents and teams by the ticketing's ids, reviews by those of their own source
-- first. An id that nobody lists is a member of the source that names it; one that several sources list names nobody.
with named as (
  select 'agent' as kind, 'telephony' as domain, source, agent_id as reference from {{ ref('stg_telephony__calls') }}
  union
  select 'agent' as kind, 'telephony' as domain, source, agent_id as reference from {{ ref('stg_telephony__chats') }}
  union
  select 'agent' as kind, 'ticketing' as domain, source, agent_id as reference
  from {{ ref('stg_ticketing__quality_reviews') }}
  union
  select 'agent' as kind, 'feedback' as domain, source, agent_id as reference
  from {{ ref('stg_feedback__survey_answers') }}
  union
  select 'team' as kind, 'telephony' as domain, source, team_id as reference from {{ ref('stg_telephony__chats') }}
  union
  select 'team' as kind, 'workforce' as domain, source, team_id as reference
  from {{ ref('stg_workforce__service_costs') }}
  union
  select 'team' as kind, 'workforce' as domain, source, team_id as reference
  from {{ ref('stg_workforce__employee_versions') }}
),

listed as (
  select 'agent' as kind, 'ticketing' as domain, source, agent_id as member_id from {{ ref('stg_ticketing__agents') }}
  union all
  select 'team' as kind, 'ticketing' as domain, source, team_id as member_id from {{ ref('stg_ticketing__teams') }}
),

member_references as (
  {{ references_to('listed', 'member_id', within='kind') }}
),

ids as (
  select distinct kind, member_id from listed
)

select
  named.kind,
  named.domain,
  named.source,
  named.reference,
  coalesce(own.source, member_references.source, named.source) as member_source,
  coalesce(own.member_id, member_references.member_id, named.reference) as member_id
from named
left join listed as own
  on
    named.domain = own.domain
    and named.kind = own.kind
    and named.source = own.source
    and named.reference = own.member_id
left join member_references
  on named.kind = member_references.kind and named.reference = member_references.reference
left join ids on named.kind = ids.kind and named.reference = ids.member_id
where
  named.reference is not null
  and (own.member_id is not null or member_references.member_id is not null or ids.member_id is null)

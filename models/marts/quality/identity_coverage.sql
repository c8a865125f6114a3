with links as (
  select 'ticket' as record_kind, source, link_rule, has_conflict, has_unresolved_reference
  from {{ ref('int_tickets_linked') }}
  union all
  select kind as record_kind, source, link_rule, has_conflict, has_unresolved_reference
  from {{ ref('int_parties_linked') }}
  union all
  select contact_kind as record_kind, source, link_rule, has_conflict, has_unresolved_reference
  from {{ ref('int_conversations_linked') }}
),

counted as (
  select
    record_kind,
    source,
    link_rule,
    count(*) as records,
    count(case when has_conflict then 1 end) as conflicts,
    count(case when has_unresolved_reference then 1 end) as unresolved_references
  from links
  group by record_kind, source, link_rule
)

select
  {{ surrogate_key(['record_kind', 'source', 'link_rule']) }} as identity_coverage_key,
  record_kind,
  source,
  link_rule,
  cast(records as bigint) as records,
  cast(conflicts as bigint) as conflicts,
  cast(unresolved_references as bigint) as unresolved_references,
  cast(records as double) / cast(sum(records) over (partition by record_kind, source) as double) as records_share
from counted

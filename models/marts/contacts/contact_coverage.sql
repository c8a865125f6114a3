-- Which resolved contacts can be judged for a recontact? Those about a ticket are judged as their ticket.
with resolved as (
  select
    *,
    cast(date_trunc('month', resolved_on) as date) as month
  from {{ ref('fct_contacts') }}
  where resolved_at is not null and not is_tied_to_ticket and not is_excluded
),

counted as (
  select
    source,
    contact_kind,
    month,
    count(*) as resolved_contacts,
    count(case when has_known_person then 1 end) as with_known_person,
    count(case when has_known_party then 1 end) as with_known_party,
    count(case when has_known_topic then 1 end) as with_known_topic,
    count(case when has_known_party and has_known_topic then 1 end) as with_known_party_and_topic,
    count(case when is_immature then 1 end) as immature_contacts
  from resolved
  group by source, contact_kind, month
)

select
  {{ surrogate_key(['counted.source', 'counted.contact_kind', 'counted.month']) }} as contact_coverage_key,
  counted.*,
  cast(counted.with_known_party_and_topic as double) / cast(counted.resolved_contacts as double) as covered_share
from counted

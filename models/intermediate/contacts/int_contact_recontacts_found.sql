{% set window_microseconds = (var('recontact_days') | int) * 24 * 3600 * 1000000 %}
-- One timeline for each party and topic, read backwards once: the next start after each resolution. A start at the
-- instant of a resolution is not after it.
with counted as (
  select
    contact_key,
    person_key,
    customer_key,
    topic,
    started_at,
    case when not is_tied_to_ticket then resolved_at end as resolved_at
  from {{ ref('int_contacts_gathered') }}
  where exclusion_reason is null
  union all
  -- A merged ticket resolves nothing, but where it was no duplicate the customer came.
  select contact_key, person_key, customer_key, topic, started_at, cast(null as timestamp) as resolved_at
  from {{ ref('int_merged_contacts_judged') }}
  where not is_duplicate
),

countable as (
  select
    *,
    nullif(customer_key, {{ unknown_key() }}) as known_customer_key
  from counted
  where coalesce(topic, 'unknown') != 'unknown'
),

-- The party of a resolved contact is its person; where the person is not known, the customer.
resolutions as (
  select
    contact_key,
    coalesce(person_key, known_customer_key) as party_key,
    topic,
    resolved_at as happened_at,
    1 as is_resolution
  from countable
  where resolved_at is not null and coalesce(person_key, known_customer_key) is not null
),

customers_read as (
  select distinct known_customer_key as party_key
  from countable
  where person_key is null and resolved_at is not null
),

-- Whoever of the customer's people starts a contact is seen on the customer's timeline too, where it is read.
starts as (
  select contact_key, person_key as party_key, topic, started_at as happened_at, 0 as is_resolution
  from countable
  where person_key is not null
  union all
  select
    countable.contact_key,
    customers_read.party_key,
    countable.topic,
    countable.started_at as happened_at,
    0 as is_resolution
  from countable
  inner join customers_read on countable.known_customer_key = customers_read.party_key
),

timeline as (
  select * from resolutions
  union all
  select * from starts
),

followed as (
  select
    *,
    min(case when is_resolution = 0 then happened_at end) over (
      partition by party_key, topic
      order by happened_at desc, is_resolution desc, contact_key desc
      rows between unbounded preceding and 1 preceding
    ) as next_contact_at
  from timeline
),

windows as (
  select
    contact_key,
    happened_at as resolved_at,
    next_contact_at,
    {{ microseconds_later('happened_at', window_microseconds) }} as window_ends_at
  from followed
  where is_resolution = 1
)

select
  windows.contact_key,
  windows.resolved_at,
  windows.next_contact_at,
  windows.window_ends_at <= clock.as_of as is_mature,
  case
    when windows.window_ends_at <= clock.as_of
      then not coalesce(windows.next_contact_at <= windows.window_ends_at, false)
  end as first_contact_resolved
from windows
cross join {{ ref('stg_clock') }} as clock

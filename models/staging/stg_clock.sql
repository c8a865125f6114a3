-- Nothing reads the wall clock: CXW_AS_OF where it is given, else the newest event delivered.
select
  coalesce(
    {% if given_as_of() %}cast('{{ given_as_of() }}' as timestamp),{% endif %}
    max(newest_event_at),
    timestamp '1970-01-01 00:00:00'
  ) as as_of
from {{ ref('stg_source_events') }}

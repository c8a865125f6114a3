-- Each verdict on a ticket is an answer; of one instant, the order is that of the history, and bad comes last. A
-- comment belongs to the last verdict by then, or to the first one where it came before; the last comment stands.
with changes as (
  select
    source,
    ticket_id,
    field,
    changed_at,
    coalesce(sequence, 0) as sequence,
    case field when 'satisfaction_score' then {{ satisfaction_word('value') }} else trim(value) end as value
  from {{ ref('stg_ticketing__ticket_changes') }}
  where field in ('satisfaction_score', 'satisfaction_comment')
),

verdicts as (
  select
    source,
    ticket_id,
    changed_at,
    case value when 'good' then 1 else 0 end as score,
    row_number() over (
      partition by source, ticket_id
      order by changed_at asc nulls last, sequence asc nulls last, value desc nulls last
    ) as verdict_number
  from changes
  where field = 'satisfaction_score' and value in ('good', 'bad')
),

comments as (
  select
    changes.source,
    changes.ticket_id,
    changes.changed_at,
    changes.sequence,
    changes.value,
    coalesce(max(verdicts.verdict_number), 1) as verdict_number
  from changes
  left join verdicts
    on
      changes.source = verdicts.source
      and changes.ticket_id = verdicts.ticket_id
      and changes.changed_at >= verdicts.changed_at
  where changes.field = 'satisfaction_comment'
  group by changes.source, changes.ticket_id, changes.changed_at, changes.sequence, changes.value
),

last_comments as (
  select source, ticket_id, verdict_number, value
  from comments
  qualify row_number() over (
    partition by source, ticket_id, verdict_number
    order by changed_at desc nulls last, sequence desc nulls last, value asc nulls last
  ) = 1
)

select
  verdicts.*,
  nullif(last_comments.value, '') as comment
from verdicts
left join last_comments
  on
    verdicts.source = last_comments.source
    and verdicts.ticket_id = last_comments.ticket_id
    and verdicts.verdict_number = last_comments.verdict_number

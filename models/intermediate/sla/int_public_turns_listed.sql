-- At one instant the customer's message comes before the reply.
with turns as (
  select
    source,
    ticket_id,
    message_id,
    message_number,
    is_reply,
    sent_at as written_at
  from {{ ref('int_ticket_messages_judged') }}
  where is_reply or (author_role = 'customer' and is_public and not is_merge_copy)
)

select
  source,
  ticket_id,
  message_id,
  is_reply,
  written_at,
  -- Of a reply its own number, of a customer's message that of the reply before it.
  count(case when is_reply then 1 end) over (
    partition by source, ticket_id
    order by written_at, is_reply, message_number rows between unbounded preceding and current row
  ) as replies_so_far
from turns

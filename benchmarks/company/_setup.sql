-- Chance, instants and the plan of every ticket. Variables: tickets, seed, starts_at, cut_at, ends_at;
-- skewed, the share of people who are one customer's.

-- A number from 0 to 1 that depends on the seed, a row and what is asked of it.
create macro dice(number, question) as
  (hash(number::ubigint, question::varchar, getvariable('seed')::bigint) >> 11)::double / 9007199254740992;

create macro agents() as greatest(20, getvariable('tickets') // 2000);
create macro requesters() as greatest(20, getvariable('tickets') // 4);
create macro organizations() as greatest(10, getvariable('tickets') // 50);
create macro groups() as 16;

create macro agent_id(number, question) as 1000001 + floor(dice(number, question) * agents())::bigint;
create macro group_id(number, question) as 5001 + floor(power(dice(number, question), 2) * groups())::bigint;
create macro organization_id(requester) as
  case
    when dice(requester, 'large customer') < getvariable('skewed') then 700001
    when dice(requester, 'organization') < 0.8
    then 700001 + floor(dice(requester, 'which organization') * organizations())::bigint end;
create macro priority_of(number, question) as
  ['low', 'normal', 'normal', 'normal', 'high', 'urgent'][1 + floor(dice(number, question) * 6)::int];

-- Steps 0 (creation) to 7 (solved) lie within the work, 8 to 11 (reopened, solved again, rated, closed) after it.
create macro step_at(number, created_at, work_seconds, step) as
  case
    when step = 0 then created_at
    when step < 8 then created_at + to_seconds((30 + work_seconds * (step - 1 + 0.9 * dice(number, 'step ' || step)) / 7)::bigint)
    else created_at + to_seconds(
      (30 + work_seconds + 432000 * (step - 8 + 0.9 * dice(number, 'step ' || step)) / 4)::bigint
    )
  end;

create table plan as
with tickets as (
  select
    range as number,
    20000000 + range as ticket_id,
    getvariable('starts_at')::timestamp + to_seconds(
      (date_diff('second', getvariable('starts_at')::timestamp, getvariable('ends_at')::timestamp)
      * (range - dice(range, 'created')) / getvariable('tickets'))::bigint
    ) as created_at,
    dice(range, 'fate') as fate,
    1 + floor(dice(range, 'requester') * requesters())::bigint as requester
  from range(1, getvariable('tickets') + 1)
)

select
  number,
  ticket_id,
  created_at,
  requester,
  10000000 + requester as requester_id,
  organization_id(requester) as organization_id,
  (600 * exp(6.5 * dice(number, 'work')) * case when dice(number, 'long') < 0.03 then 8 else 1 end)::bigint as work_seconds,
  -- Every fiftieth ticket or so is merged into the one before it.
  case
    when fate < 0.04 and number % 2 = 0 then 'merged'
    when fate between 0.96 and 0.98 then 'deleted'
    when fate between 0.40 and 0.49 then 'reopened'
    else 'plain'
  end as fate,
  dice(number, 'hold') < 0.12 as is_held,
  dice(number, 'transfer') < 0.4 as is_transferred,
  dice(number, 'agent submits') < 0.05 as is_opened_by_agent
from tickets
order by number;

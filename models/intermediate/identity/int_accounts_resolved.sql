-- Three doublings of the merge links follow chains of up to eight merges.
with accounts as (
  select
    source,
    account_id,
    merged_into_account_id
  from {{ ref('stg_crm__accounts') }}
),

targets as (
  select
    accounts.source,
    accounts.account_id,
    coalesce(survivors.account_id, accounts.account_id) as survivor_id
  from accounts
  left join accounts as survivors
    on accounts.source = survivors.source and accounts.merged_into_account_id = survivors.account_id
),

twice as (
  select
    targets.source,
    targets.account_id,
    further.survivor_id
  from targets
  inner join targets as further
    on targets.source = further.source and targets.survivor_id = further.account_id
),

four_times as (
  select
    twice.source,
    twice.account_id,
    further.survivor_id
  from twice
  inner join twice as further
    on twice.source = further.source and twice.survivor_id = further.account_id
),

eight_times as (
  select
    four_times.source,
    four_times.account_id,
    further.survivor_id
  from four_times
  inner join four_times as further
    on four_times.source = further.source and four_times.survivor_id = further.account_id
)

select
  source,
  account_id,
  survivor_id as survivor_account_id,
  {{ surrogate_key(["'account'", 'source', 'survivor_id']) }} as customer_key
from eight_times

with lists as (
  select
    source,
    list_id,
    min(month) as first_month
  from {{ ref('int_newsletter_events_judged') }}
  group by source, list_id
),

months as (
  select distinct period_start as month
  from {{ ref('int_periods_listed') }}
  where period_kind = 'month'
),

moved as (
  select
    source,
    list_id,
    month,
    count(case when is_joining then 1 end) as joined,
    count(case when is_leaving and kind = 'unsubscribed' then 1 end) as unsubscribed,
    count(case when is_leaving and kind = 'hard_bounced' then 1 end) as hard_bounced,
    count(case when is_leaving and kind = 'complained' then 1 end) as complained,
    count(case when is_leaving and joined_month < month then 1 end) as left_of_opening
  from {{ ref('int_newsletter_events_judged') }}
  group by source, list_id, month
),

filled as (
  select
    lists.source,
    lists.list_id,
    months.month,
    coalesce(moved.joined, 0) as joined,
    coalesce(moved.unsubscribed, 0) as unsubscribed,
    coalesce(moved.hard_bounced, 0) as hard_bounced,
    coalesce(moved.complained, 0) as complained,
    coalesce(moved.left_of_opening, 0) as left_of_opening,
    sum(coalesce(moved.joined - moved.unsubscribed - moved.hard_bounced - moved.complained, 0)) over (
      partition by lists.source, lists.list_id
      order by months.month asc nulls last
      rows between unbounded preceding and current row
    ) as at_closing
  from lists
  inner join months on lists.first_month <= months.month
  left join moved
    on lists.source = moved.source and lists.list_id = moved.list_id and months.month = moved.month
)

select
  {{ surrogate_key(["'newsletter list'", 'source', 'list_id', 'month']) }} as newsletter_list_key,
  month,
  source,
  list_id,
  cast(at_closing - joined + unsubscribed + hard_bounced + complained as bigint) as contacts_at_opening,
  cast(joined as bigint) as contacts_joined,
  cast(unsubscribed as bigint) as contacts_unsubscribed,
  cast(hard_bounced as bigint) as contacts_hard_bounced,
  cast(complained as bigint) as contacts_complained,
  cast(left_of_opening as bigint) as contacts_left_of_opening,
  cast(at_closing as bigint) as contacts_at_closing
from filled

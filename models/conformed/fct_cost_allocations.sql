-- noqa: disable=LT02,LT05
{% set categories = ['wages', 'licences', 'telephony', 'overhead', 'other'] %}
-- What teams and channels bear is shared between their contacts by minutes. Every amount is a difference of rounded
-- running sums, so that nothing is lost or made. Work that no line of its month's ledger reaches costs nothing.
with ledger as (
  select month, category, reporting_amount
  from {{ ref('int_service_costs_converted') }}
  where is_service_cost and reporting_amount is not null
),

ledger_months as (
  select distinct month from ledger
),

cell_costs as (
  select
    month,
    team_key,
    channel,
    {%- for category in categories %}
    cast(sum(case when category = '{{ category }}' then amount else 0 end) as decimal(18, 4)) as {{ category }}_cost,
    {%- endfor %}
    cast(sum(amount) as decimal(18, 4)) as whole_cost
  from {{ ref('int_service_costs_apportioned') }}
  group by month, team_key, channel
),

activities as (
  select
    found.*,
    {%- for category in categories[:-1] %}
    coalesce(cell_costs.{{ category }}_cost, 0) as {{ category }}_cost,
    {%- endfor %}
    -- A category that no list knows is another one.
    coalesce(cell_costs.whole_cost
      {%- for category in categories[:-1] %} - cell_costs.{{ category }}_cost{% endfor %}, 0) as other_cost,
    sum(found.minutes) over (
      partition by found.month, found.team_key, found.channel
      order by found.contact_key rows between unbounded preceding and current row
    ) as minutes_up_to_here,
    sum(found.minutes) over (partition by found.month, found.team_key, found.channel) as all_minutes
  from {{ ref('int_handling_minutes_found') }} as found
  inner join ledger_months on found.month = ledger_months.month
  left join cell_costs
    on
      found.month = cell_costs.month
      and found.team_key = cell_costs.team_key
      and found.channel = cell_costs.channel
),

allocated as (
  select
    month,
    contact_key,
    customer_key,
    team_key,
    channel,
    topic,
    minutes as handling_minutes,
    case when is_standard then minutes else 0 end as standard_minutes,
    {%- for category in categories %}
    {{ share_between(category ~ '_cost', 'minutes', 'minutes_up_to_here', 'all_minutes') }} as {{ category }}_amount
    {{- ',' if not loop.last }}
    {%- endfor %}
  from activities
),

worked_months as (
  select distinct month from cell_costs
),

-- Costs of a month in which nobody worked on any contact stay visible.
unallocated as (
  select
    ledger.month,
    cast(null as string) as contact_key,
    {{ unknown_key() }} as customer_key,
    {{ unknown_key() }} as team_key,
    'unallocated' as channel,
    'unallocated' as topic,
    0 as handling_minutes,
    0 as standard_minutes,
    {%- for category in categories[:-1] %}
    sum(case when ledger.category = '{{ category }}' then ledger.reporting_amount else 0 end) as {{ category }}_amount,
    {%- endfor %}
    sum(
      case
        when ledger.category in ('{{ categories[:-1] | join("', '") }}') then 0 else ledger.reporting_amount
      end
    ) as other_amount
  from ledger
  left join worked_months on ledger.month = worked_months.month
  where worked_months.month is null
  group by ledger.month
),

every_row as (
  select * from allocated
  union all
  select * from unallocated
)

select
  {{ surrogate_key(["'cost'", 'month', 'contact_key', 'team_key']) }} as cost_allocation_key,
  month,
  contact_key,
  customer_key,
  team_key,
  channel,
  topic,
  cast(handling_minutes as decimal(18, 4)) as handling_minutes,
  cast(standard_minutes as decimal(18, 4)) as standard_minutes,
  {%- for category in categories %}
  cast({{ category }}_amount as decimal(18, 4)) as {{ category }}_amount,
  {%- endfor %}
  cast(
    wages_amount + licences_amount + telephony_amount + overhead_amount + other_amount as decimal(18, 4)
  ) as service_cost_amount
from every_row

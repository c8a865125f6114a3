-- A line of the ledger in the words and the currency of the warehouse, at the rate of its month's last day. Lines of
-- months that have not begun at as_of are plans.
with mapping as (
  select * from {{ ref('stg_reference__channel_words') }}
),

lines as (
  select
    costs.*,
    cast(date_trunc('month', costs.month) as date) as ledger_month,
    {{ reporting_date('clock.as_of') }} as as_of_on
  from {{ ref('stg_workforce__service_costs') }} as costs
  cross join {{ ref('stg_clock') }} as clock
  where costs.month <= {{ reporting_date('clock.as_of') }}
),

dated as (
  select
    *,
    least({{ days_later(months_later('ledger_month', '1'), '-1') }}, as_of_on) as rated_on
  from lines
)

select
  dated.source,
  dated.cost_id,
  dated.ledger_month as month,
  dated.team_id is not null as names_team,
  teams.team_key,
  coalesce(teams.team, 'unknown') as team,
  coalesce(own_words.channel, shared_words.channel, dated.channel) as channel,
  dated.category,
  dated.category not in ('sales', 'marketing') as is_service_cost,
  dated.amount,
  dated.currency,
  {{ half_up('cast(dated.amount as double) * cast(rates.rate as double)') }} as reporting_amount
from dated
left join {{ ref('int_staff_references_resolved') }} as named
  on
    named.kind = 'team'
    and named.domain = 'workforce'
    and dated.source = named.source
    and dated.team_id = named.reference
left join {{ ref('int_teams_labelled') }} as teams
  on named.member_source = teams.source and named.member_id = teams.team_id
left join mapping as own_words on dated.source = own_words.source and lower(trim(dated.channel)) = own_words.word
left join mapping as shared_words on shared_words.source = '*' and lower(trim(dated.channel)) = shared_words.word
left join {{ ref('int_exchange_rates_spanned') }} as rates
  on
    dated.currency = rates.currency
    and dated.rated_on >= rates.valid_from
    and dated.rated_on < rates.valid_to

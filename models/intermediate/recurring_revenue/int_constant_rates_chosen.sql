-- A constant rate for every movement: that of the last day of the year before as_of, else the earliest known.
with currencies as (
  select currency from {{ ref('stg_billing__subscription_periods') }}
  union
  select currency from {{ ref('stg_commerce__orders') }}
  union
  select currency from {{ ref('stg_commerce__order_returns') }}
  union
  select currency from {{ ref('stg_crm__contracts') }}
  where
    currency is not null and (penalty_band is not null or coalesce(value, monthly_fee) is not null)
    and not {{ is_no_contract('status') }}
  union
  select currency from {{ ref('stg_crm__opportunities') }}
  where currency is not null and kind = 'renewal' and is_won
),

reporting as (
  select
    chosen.reporting_currency,
    cast(date_trunc('year', {{ reporting_date('clock.as_of') }}) as date) as year_starts_on
  from {{ ref('int_reporting_currency_chosen') }} as chosen
  cross join {{ ref('stg_clock') }} as clock
),

ranked as (
  select
    rates.currency,
    rates.rate,
    rates.valid_on,
    row_number() over (
      partition by rates.currency
      order by
        case when rates.valid_on < reporting.year_starts_on then 0 else 1 end nulls last,
        case when rates.valid_on < reporting.year_starts_on then rates.valid_on end desc nulls last,
        rates.valid_on asc nulls last,
        case when rates.to_currency is not null then 0 else 1 end asc nulls last,
        rates.source asc nulls last,
        rates.rate asc nulls last
    ) as preference
  from {{ ref('stg_billing__exchange_rates') }} as rates
  inner join reporting
    on coalesce(rates.to_currency, reporting.reporting_currency) = reporting.reporting_currency
)

select
  currencies.currency,
  reporting.reporting_currency,
  case
    when currencies.currency = reporting.reporting_currency then cast(1 as decimal(18, 8))
    else ranked.rate
  end as rate,
  ranked.valid_on
from currencies
cross join reporting
left join ranked on currencies.currency = ranked.currency and ranked.preference = 1

-- What a currency was worth on a day. A day without a rate takes the latest earlier one; the earliest known one holds
-- before it, and the reporting currency itself is 1 at all times.
with reporting as (
  select reporting_currency from {{ ref('int_reporting_currency_chosen') }}
),

-- A rate that names the reporting currency comes before one that names none.
ranked as (
  select
    rates.currency,
    rates.valid_on,
    rates.rate,
    row_number() over (
      partition by rates.currency, rates.valid_on
      order by
        case when rates.to_currency is not null then 0 else 1 end asc nulls last,
        rates.source asc nulls last,
        rates.rate asc nulls last
    ) as preference
  from {{ ref('stg_billing__exchange_rates') }} as rates
  inner join reporting
    on coalesce(rates.to_currency, reporting.reporting_currency) = reporting.reporting_currency
  where rates.currency != reporting.reporting_currency
),

spanned as (
  select
    currency,
    valid_on,
    rate,
    lag(valid_on) over (partition by currency order by valid_on) as previous_on,
    lead(valid_on) over (partition by currency order by valid_on) as next_on
  from ranked
  where preference = 1
)

select
  currency,
  case when previous_on is null then date '0001-01-01' else valid_on end as valid_from,
  coalesce(next_on, date '9999-12-31') as valid_to,
  rate
from spanned
union all
select
  reporting_currency as currency,
  date '0001-01-01' as valid_from,
  date '9999-12-31' as valid_to,
  cast(1 as decimal(18, 8)) as rate
from reporting
where reporting_currency is not null

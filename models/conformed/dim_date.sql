select
  dates.date_on,
  cast(date_trunc('week', dates.date_on) as date) as week_starts_on,
  cast(date_trunc('month', dates.date_on) as date) as month_starts_on,
  cast(date_trunc('quarter', dates.date_on) as date) as quarter_starts_on,
  cast(date_trunc('year', dates.date_on) as date) as year_starts_on,
  cast({{ days_between("date_trunc('week', dates.date_on)", 'dates.date_on') }} + 1 as bigint) as iso_weekday,
  {{ days_between("date_trunc('week', dates.date_on)", 'dates.date_on') }} >= 5 as is_weekend,
  cast(
    extract(year from dates.date_on - interval '{{ var("fiscal_year_starts_month") - 1 }}' month) as bigint
  ) as fiscal_year,
  dates.date_on <= dates.as_of_on as is_past
from {{ ref('int_dates_listed') }} as dates

-- description: Facts about contacts, purchases, staff and contracts have as many rows as what they are made of has records.
-- remedy: >
--   A join or filter before the fact that the part names drops or multiplies rows; anti-join the fact with the table
--   that the query counts beside it, on the key.
-- min_rows_from: >
--   (select 1 from intermediate.int_contacts_gathered union all select 1 from staging.stg_commerce__orders
--   union all select 1 from intermediate.int_revenue_lines_gathered) as gathered
with months as (
  select
    min(period_start) as first_on,
    max(date_on) as last_on
  from intermediate.int_periods_listed
  where period_kind = 'month'
),

-- A line of revenue has a row for each month in which some of it is earned.
revenue as (
  select coalesce(sum(
    datediff(
      'month', greatest(lines.starts_on, months.first_on), least(lines.ends_on - interval 1 day, months.last_on)
    ) + 1
  ), 0) as months
  from intermediate.int_revenue_lines_gathered as lines
  cross join months
  where lines.starts_on <= months.last_on and lines.ends_on > months.first_on
),

-- A contract comes due again and again, until another one has taken its place.
renewals as (
  select terms.basis = 'billing' or terms.term_number <= coalesce(
    min(terms.term_number) filter (where successors.succeeded_on is not null) over (
      partition by terms.basis, terms.source, terms.term_id
    ), terms.term_number
  ) as is_expected
  from intermediate.int_renewal_terms_gathered as terms
  left join intermediate.int_renewal_successors_matched as successors on terms.renewal_key = successors.renewal_key
),

counted as (
  select
    'fct_contacts' as part,
    (select count(*) from intermediate.int_contacts_gathered) as expected,
    (select count(*) from conformed.fct_contacts) as found
  union all
  select
    'fct_ticket_slas' as part,
    (select count(*) from intermediate.int_sla_instances_judged) as expected,
    (select count(*) from conformed.fct_ticket_slas) as found
  union all
  select
    'fct_orders' as part,
    (select count(*) from staging.stg_commerce__orders) as expected,
    (select count(*) from conformed.fct_orders) as found
  union all
  select
    'fct_quality_reviews' as part,
    (select count(*) from staging.stg_ticketing__quality_reviews) as expected,
    (select count(*) from conformed.fct_quality_reviews) as found
  union all
  select
    'fct_newcomer_reports' as part,
    (select count(*) from staging.stg_workforce__newcomer_reports) as expected,
    (select count(*) from conformed.fct_newcomer_reports) as found
  union all
  select
    'fct_newcomer_findings' as part,
    (select count(*) from staging.stg_workforce__newcomer_findings) as expected,
    (select count(*) from conformed.fct_newcomer_findings) as found
  union all
  select
    'fct_work_orders' as part,
    (
      select count(*) from (select distinct source, work_order_id from staging.stg_field_service__work_orders) as visited
    ) as expected,
    (select count(*) from conformed.fct_work_orders) as found
  union all
  select
    'fct_newsletter_sends' as part,
    (
      select count(*) from (
        select distinct source, list_id, send_id from intermediate.int_newsletter_events_judged
        where kind = 'delivered' and send_id is not null
      ) as sends
    ) as expected,
    (select count(*) from conformed.fct_newsletter_sends) as found
  union all
  select
    'fct_cancellations' as part,
    (select count(*) from intermediate.int_subscription_endings_judged where not is_test and is_cancelled) as expected,
    (select count(*) from conformed.fct_cancellations) as found
  union all
  select
    'fct_renewals' as part,
    (select count(*) from renewals where is_expected) as expected,
    (select count(*) from conformed.fct_renewals) as found
  union all
  select
    'fct_revenue' as part,
    (select months from revenue) as expected,
    (select count(*) from conformed.fct_revenue) as found
)

select
  part,
  greatest(expected, found) as evaluated_rows,
  abs(expected - found) as failed_rows
from counted

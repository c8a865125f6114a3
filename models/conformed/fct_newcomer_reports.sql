with findings as (
  select
    newcomer_report_key,
    count(*) as findings,
    count(case when has_action then 1 end) as findings_with_action
  from {{ ref('fct_newcomer_findings') }}
  where newcomer_report_key is not null
  group by newcomer_report_key
)

select
  reports.newcomer_report_key,
  reports.source,
  reports.report_id,
  reports.team_key,
  reports.team,
  cast(reports.days_given as bigint) as days_given,
  reports.due_on,
  reports.submitted_on,
  case
    when not reports.has_left_before and reports.is_due
      then coalesce(reports.submitted_on <= reports.due_on, false)
  end as was_on_time,
  cast(coalesce(findings.findings, 0) as bigint) as findings,
  cast(coalesce(findings.findings_with_action, 0) as bigint) as findings_with_action,
  reports.is_due and not reports.has_left_before as is_counted,
  case
    when reports.has_left_before then 'left_before_due'
    when not reports.is_due then 'not_due'
  end as exclusion_reason
from {{ ref('int_newcomer_reports_judged') }} as reports
left join findings on reports.newcomer_report_key = findings.newcomer_report_key

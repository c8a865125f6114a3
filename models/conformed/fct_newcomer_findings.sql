-- An action that was opened while the report was being written waited for nothing.
with clock as (
  select {{ reporting_date('as_of') }} as as_of_on from {{ ref('stg_clock') }}
),

findings as (
  select
    findings.source,
    findings.finding_id,
    findings.report_id,
    coalesce(nullif(lower(trim(findings.topic)), ''), 'unknown') as topic,
    case when findings.action_opened_on <= clock.as_of_on then findings.action_opened_on end as action_opened_on,
    case
      when findings.action_opened_on <= findings.action_closed_on and findings.action_closed_on <= clock.as_of_on
        then findings.action_closed_on
    end as action_closed_on
  from {{ ref('stg_workforce__newcomer_findings') }} as findings
  cross join clock
)

select
  {{ surrogate_key(["'newcomer finding'", 'findings.source', 'findings.finding_id']) }} as newcomer_finding_key,
  findings.source,
  findings.finding_id,
  reports.newcomer_report_key,
  findings.topic,
  reports.due_on as report_due_on,
  reports.submitted_on as reported_on,
  findings.action_opened_on,
  findings.action_closed_on,
  findings.action_opened_on is not null as has_action,
  case
    when findings.action_opened_on < reports.submitted_on then cast(0 as decimal(18, 4))
    else cast({{ days_between('reports.submitted_on', 'findings.action_opened_on') }} as decimal(18, 4))
  end as days_to_action,
  coalesce(reports.is_due, false) as is_counted,
  case
    when reports.newcomer_report_key is null then 'unknown_report'
    when not reports.is_due then 'report_not_due'
  end as exclusion_reason
from findings
left join {{ ref('int_newcomer_reports_judged') }} as reports
  on findings.source = reports.source and findings.report_id = reports.report_id

{{ config(schema='kpis') }}

{% set period_kinds = ['month', 'quarter', 'year', 'all'] %}
-- What is not due yet is immature today.
with reports as (
  select
    reports.*,
    case when reports.is_counted then reports.due_on else {{ reporting_date('clock.as_of') }} end as counted_on,
    case when reports.was_on_time then 1 else 0 end as on_time,
    case when reports.is_counted then 1 else 0 end as due
  from {{ ref('fct_newcomer_reports') }} as reports
  cross join {{ ref('stg_clock') }} as clock
  where coalesce(reports.exclusion_reason, 'not_due') = 'not_due'
),

findings as (
  select
    findings.*,
    case
      when findings.is_counted then findings.report_due_on
      else {{ reporting_date('clock.as_of') }}
    end as counted_on,
    case when findings.is_counted and findings.has_action then 1 else 0 end as acted_on,
    case when findings.is_counted then 1 else 0 end as due
  from {{ ref('fct_newcomer_findings') }} as findings
  cross join {{ ref('stg_clock') }} as clock
  where coalesce(findings.exclusion_reason, 'report_not_due') = 'report_not_due'
),

counted_findings as (
  select *, not has_action as is_waiting from findings where is_counted
)

{{ additive_kpi(
  'newcomer_report_rate', 'default', 'reports', 'counted_on', 'on_time', ['team'], denominator='due',
  immature='1 - due', period_kinds=period_kinds
) }}
union all
{{ additive_kpi(
  'finding_action_rate', 'default', 'findings', 'counted_on', 'acted_on', ['topic'], denominator='due',
  immature='1 - due', period_kinds=period_kinds
) }}
union all
{{ duration_kpis('counted_findings', 'counted_on', ['topic'], [
  {'kpi_id': 'finding_action_rate', 'prefix': 'days', 'minutes': 'days_to_action'},
], immature='is_waiting', period_kinds=period_kinds) }}

-- An employee is known by the id of the workforce; the team is that of the employee on the day on which the report is
-- due. What is dated after as_of has not happened.
with clock as (
  select {{ reporting_date('as_of') }} as as_of_on from {{ ref('stg_clock') }}
),

employee_references as (
  {{ references_to(ref('stg_workforce__employees'), 'employee_id') }}
),

agent_references as (
  {{ references_to(ref('stg_ticketing__agents'), 'agent_id') }}
),

reports as (
  select
    reports.source,
    reports.report_id,
    reports.due_on,
    case when reports.submitted_on <= clock.as_of_on then reports.submitted_on end as submitted_on,
    clock.as_of_on,
    employees.source as employee_source,
    employees.employee_id,
    employees.hired_on,
    employees.left_on
  from {{ ref('stg_workforce__newcomer_reports') }} as reports
  cross join clock
  left join employee_references on reports.employee_id = employee_references.reference
  left join {{ ref('stg_workforce__employees') }} as employees
    on
      employee_references.source = employees.source
      and employee_references.employee_id = employees.employee_id
),

placed as (
  select
    reports.source,
    reports.report_id,
    coalesce(teams.team_key, agent_teams.team_key) as team_key,
    coalesce(teams.team, agent_teams.team) as team
  from reports
  inner join {{ ref('stg_workforce__employee_versions') }} as versions
    on
      reports.employee_source = versions.source
      and reports.employee_id = versions.employee_id
      and cast(reports.due_on as timestamp) >= versions.valid_from
      and cast(reports.due_on as timestamp) < versions.valid_to
      and not versions.is_deleted
  left join {{ ref('int_staff_references_resolved') }} as named
    on
      named.kind = 'team'
      and named.domain = 'workforce'
      and versions.source = named.source
      and versions.team_id = named.reference
  left join {{ ref('int_teams_labelled') }} as teams
    on named.member_source = teams.source and named.member_id = teams.team_id
  left join agent_references on versions.agent_id = agent_references.reference
  left join {{ ref('int_agent_teams_spanned') }} as agent_teams
    on
      agent_references.source = agent_teams.source
      and agent_references.agent_id = agent_teams.agent_id
      and cast(reports.due_on as timestamp) >= agent_teams.valid_from
      and cast(reports.due_on as timestamp) < agent_teams.valid_to
)

select
  {{ surrogate_key(["'newcomer report'", 'reports.source', 'reports.report_id']) }} as newcomer_report_key,
  reports.source,
  reports.report_id,
  coalesce(placed.team_key, {{ unknown_key() }}) as team_key,
  coalesce(placed.team, 'unknown') as team,
  {{ days_between('reports.hired_on', 'reports.due_on') }} as days_given,
  reports.due_on,
  reports.submitted_on,
  coalesce(reports.left_on <= reports.as_of_on and reports.left_on < reports.due_on, false) as has_left_before,
  reports.due_on < reports.as_of_on as is_due
from reports
left join placed on reports.source = placed.source and reports.report_id = placed.report_id

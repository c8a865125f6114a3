-- noqa: disable=LT02
{% set levels = [('all', none), ('year', 'all'), ('quarter', 'year'), ('month', 'quarter')] %}
{% set whole = "date '1970-01-01'" %}
-- From the whole history down to months. The periods of one longer period are shown together or not at all: the total
-- where each that has answers has five people, and a team where the total is shown and each of its own has. So neither
-- a longer period less the others, nor the total less the teams, tells of fewer: where what the shown teams leave of
-- some period would be fewer than five people, the smallest teams are hidden with it, until there are five. A
-- metric is one subject, whatever its questions; each mirror question has figures of its own, and is a subject.
with answers as (
  select
    case
      when judged.metric in ('mirror_predicted', 'mirror_own') then judged.survey_question_key
      else judged.metric
    end as subject,
    {{ reporting_date('judged.answered_at') }} as answered_on,
    coalesce(placed.team, 'unknown') as team,
    coalesce(placed.person, judged.respondent_id, judged.invitation_id, judged.answer_id) as person
  from {{ ref('int_survey_answers_judged') }} as judged
  left join {{ ref('int_survey_staff_placed') }} as placed
    on placed.event_kind = 'employee' and judged.survey_answer_key = placed.event_key
  where judged.set_aside_reason is null and judged.respondent_kind = 'employee'
),

dimensions as (
  select 'total' as dimension
  union all
  select 'team' as dimension
),

cells as (
  select
    answers.subject,
    periods.period_kind,
    coalesce(periods.period_start, {{ whole }}) as starts_on,
    dimensions.dimension,
    case dimensions.dimension when 'team' then answers.team else 'total' end as member,
    count(*) as answers,
    count(distinct answers.person) as people
  from answers
  inner join {{ ref('int_periods_listed') }} as periods on answers.answered_on = periods.date_on
  cross join dimensions
  where periods.period_kind in ('all', 'year', 'quarter', 'month')
  group by
    answers.subject, periods.period_kind, coalesce(periods.period_start, {{ whole }}), dimensions.dimension,
    case dimensions.dimension when 'team' then answers.team else 'total' end
),

{%- for level, parent in levels %}
{{ disclosed_level(level, parent) }}
{%- endfor %}

shown as (
  {%- for level, parent in levels %}
  select * from {{ level }}_shown
  {{ 'union all' if not loop.last }}
  {%- endfor %}
)

select
  subject,
  period_kind,
  case when period_kind != 'all' then starts_on end as period_start,
  dimension,
  member as dimension_value
from shown

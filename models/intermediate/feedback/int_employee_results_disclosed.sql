{% set quarter_of = 'subject, period_kind, period_start' %}
-- Quarters alone, each once it has been over for two weeks: no two figures have an answer in common, of other periods
-- or of an earlier release, but total and teams. Teams are shown with five people each, and as many of the smallest are
-- hidden as it takes that the others leave none of the total's people, or five. A metric is one subject, whatever its
-- questions; each mirror question has figures of its own, and is a subject.
with answers as (
  select
    case
      when judged.metric in ('mirror_predicted', 'mirror_own') then judged.survey_question_key
      else judged.metric
    end as subject,
    periods.period_kind,
    periods.period_start,
    coalesce(placed.team, 'unknown') as team,
    coalesce(placed.person, judged.respondent_id) as person,
    coalesce(placed.person, judged.respondent_id, judged.invitation_id, judged.answer_id) as voice,
    {{ surrogate_key([
      'judged.source', 'judged.question_id', 'judged.wave',
      "case when judged.wave is null then date_trunc('month', periods.date_on) end",
    ]) }} as asking
  from {{ ref('int_survey_answers_judged') }} as judged
  inner join {{ ref('int_periods_listed') }} as periods
    on {{ reporting_date('judged.answered_at') }} = periods.date_on
  cross join {{ ref('stg_clock') }} as clock
  left join {{ ref('int_survey_staff_placed') }} as placed
    on placed.event_kind = 'employee' and judged.survey_answer_key = placed.event_key
  where
    judged.set_aside_reason is null
    and judged.respondent_kind = 'employee'
    and periods.period_kind = 'quarter'
    and periods.period_start + interval '3' month + interval '14' day <= {{ reporting_time('clock.as_of') }}
),

-- Two answers without a name are of two people where one question got both on one occasion; else nobody knows.
peopled_teams as (
  select {{ quarter_of }}, team, count(distinct voice) as people from answers group by {{ quarter_of }}, team, asking
  union all
  select {{ quarter_of }}, team, count(distinct person) as people from answers group by {{ quarter_of }}, team
),

teams as (
  select
    {{ quarter_of }},
    team,
    row_number() over (partition by {{ quarter_of }} order by max(people) asc nulls last, team asc nulls last) as place
  from peopled_teams
  group by {{ quarter_of }}, team
),

placed as (
  select answers.*, teams.place
  from answers
  inner join teams
    on
      answers.subject = teams.subject and answers.period_start = teams.period_start and answers.team = teams.team
),

-- The total, each team, and what is left of the total where the 1, 2, 3 ... smallest teams are hidden.
grouped as (
  select {{ quarter_of }}, 'total' as dimension, 'total' as member, 0 as place, person, voice, asking from answers
  union all
  select {{ quarter_of }}, 'team' as dimension, team as member, place, person, voice, asking from placed
  union all
  select
    placed.subject, placed.period_kind, placed.period_start, 'rest' as dimension, teams.team as member, teams.place,
    placed.person, placed.voice, placed.asking
  from placed
  inner join teams
    on
      placed.subject = teams.subject and placed.period_start = teams.period_start and placed.place <= teams.place
),

counted as (
  select {{ quarter_of }}, dimension, member, place, count(distinct voice) as people
  from grouped
  group by {{ quarter_of }}, dimension, member, place, asking
  union all
  select {{ quarter_of }}, dimension, member, place, count(distinct person) as people
  from grouped
  group by {{ quarter_of }}, dimension, member, place
),

peopled as (
  select {{ quarter_of }}, dimension, member, place, max(people) as people
  from counted
  group by {{ quarter_of }}, dimension, member, place
),

-- As few as possible: those left must be five, and so must those of each team that stays.
chosen as (
  select tried.subject, tried.period_start, min(tried.place) as hidden
  from peopled as tried
  where
    (tried.dimension = 'total' or (tried.dimension = 'rest' and tried.people >= 5))
    and not exists (
      select 1 from peopled as kept
      where
        kept.dimension = 'team' and kept.subject = tried.subject and kept.period_start = tried.period_start
        and kept.place > tried.place and kept.people < 5
    )
  group by tried.subject, tried.period_start
)

select
  peopled.subject, peopled.period_kind, peopled.period_start, peopled.dimension, peopled.member as dimension_value
from peopled
left join chosen on peopled.subject = chosen.subject and peopled.period_start = chosen.period_start
where
  (peopled.dimension = 'total' and peopled.people >= 5)
  or (peopled.dimension = 'team' and peopled.people >= 5 and peopled.place > chosen.hidden)

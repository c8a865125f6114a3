{% set levels = [
  ['segment', 'channel', 'topic', 'tenure_band'], ['segment', 'channel', 'topic'], ['segment', 'channel'], ['segment'], [],
] %}
{% set occasion = 'survey_question_key, period_kind, period_start' %}
{% set group_of = occasion ~ ', segment, channel, topic, tenure_band' %}
-- Of each question and period: who was invited in it, and who of them answered, whenever that was. A group
-- of few answers is weighed with the next wider one: without tenure, without topic, without channel, all that are left.
with periods as (
  select * from {{ ref('int_periods_listed') }} where period_kind in ('month', 'quarter', 'year', 'all')
),

answers as (
  select
    answers.survey_question_key, periods.period_kind, periods.period_start,
    asked.survey, asked.segment, asked.channel, asked.topic, asked.tenure_band
  from {{ ref('fct_survey_answers') }} as answers
  inner join {{ ref('fct_survey_profiles') }} as asked on answers.survey_invitation_key = asked.survey_invitation_key
  inner join periods on asked.invited_on = periods.date_on
  where
    answers.is_counted
    and asked.was_reached
    and answers.respondent_kind = 'customer'
    and answers.metric in ('nps', 'csat', 'ces', 'repurchase_intent', 'complaint_csat', 'fcr_stated')
),

invited as (
  select
    profiles.survey, periods.period_kind, periods.period_start,
    profiles.segment, profiles.channel, profiles.topic, profiles.tenure_band, count(*) as invited
  from {{ ref('fct_survey_profiles') }} as profiles
  inner join periods on profiles.invited_on = periods.date_on
  where profiles.was_reached
  group by
    profiles.survey, periods.period_kind, periods.period_start, profiles.segment, profiles.channel, profiles.topic,
    profiles.tenure_band
),

occasions as (
  select distinct {{ occasion }}, survey from answers
),

both_sides as (
  select
    occasions.survey_question_key, occasions.period_kind, occasions.period_start,
    invited.segment, invited.channel, invited.topic, invited.tenure_band, invited.invited, 0 as answered
  from occasions
  inner join invited
    on
      occasions.survey = invited.survey
      and occasions.period_kind = invited.period_kind
      and occasions.period_start is not distinct from invited.period_start
  union all
  select {{ group_of }}, 0 as invited, 1 as answered from answers
),

groups_0 as (
  select
    {{ group_of }}, cast(null as bigint) as level_0,
    cast(sum(invited) as bigint) as invited, cast(sum(answered) as bigint) as answered
  from both_sides
  group by {{ group_of }}
),
{% for names in levels %}
groups_{{ loop.index }} as (
  select
    *,
    case
      when level_{{ loop.index0 }} is not null then level_{{ loop.index0 }}
      {%- if loop.last %}
      else {{ loop.index }}
      {%- else %}
      when sum(case when level_{{ loop.index0 }} is null then answered end) over (
        partition by {{ ([occasion] + names) | join(', ') }}
      ) >= 5 then {{ loop.index }}
      {%- endif %}
    end as level_{{ loop.index }}
  from groups_{{ loop.index0 }}
),
{% endfor %}
strata as (
  select
    *,
    sum(invited) over of_stratum as stratum_invited,
    sum(answered) over of_stratum as stratum_answered,
    sum(invited) over (partition by {{ occasion }}) as all_invited
  from groups_5
  window of_stratum as (
    partition by
      {{ occasion }}, level_5, case when level_5 < 5 then segment end, case when level_5 < 4 then channel end,
      case when level_5 < 3 then topic end, case when level_5 < 2 then tenure_band end
  )
),

represented as (
  select
    *,
    sum(case when stratum_answered > 0 then invited else 0 end) over (partition by {{ occasion }}) as represented
  from strata
)

select
  {{ surrogate_key([
    'survey_question_key', 'period_kind', 'period_start', 'segment', 'channel', 'topic', 'tenure_band',
  ]) }} as survey_group_key,
  {{ group_of }},
  invited,
  answered,
  cast(level_5 as bigint) as weighing_level,
  cast(stratum_invited as bigint) as group_invited,
  cast(stratum_answered as bigint) as group_answered,
  cast(all_invited as bigint) as all_invited,
  cast(represented as bigint) as represented_invited,
  case
    when stratum_answered > 0
      then {{ half_up('cast(stratum_invited as double) / cast(stratum_answered as double)', digits=8) }}
  end as invited_per_answer
from represented

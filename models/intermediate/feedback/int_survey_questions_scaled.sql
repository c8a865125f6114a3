-- A ticketing that records satisfaction asks one question of its own: good (1) or bad (0), about the ticket.
with asked_by_ticketing as (
  select distinct source
  from {{ ref('stg_ticketing__ticket_changes') }}
  where field = 'satisfaction_score' and {{ satisfaction_word('value') }} in ('offered', 'good', 'bad')
),

questions as (
  select
    'survey' as origin,
    source,
    question_id,
    survey_id,
    metric,
    coalesce(scope, 'unknown') as scope,
    -- Some write a scale from its best answer: 5 to 1. Which end is good is said beside it.
    cast(least(scale_min, scale_max) as decimal(18, 4)) as scale_min,
    cast(greatest(scale_min, scale_max) as decimal(18, 4)) as scale_max,
    higher_is_better,
    -- A recommendation has the classes of everybody's.
    case when metric not in ('nps', 'enps') then positive_from end as positive_from,
    case when metric not in ('nps', 'enps') then negative_to end as negative_to,
    mirrors_question_id,
    wording,
    version
  from {{ ref('stg_feedback__questions') }}
  union all
  select
    'ticketing' as origin,
    source,
    'ticket_satisfaction' as question_id,
    'ticket_satisfaction' as survey_id,
    'csat' as metric,
    'transactional' as scope,
    cast(0 as decimal(18, 4)) as scale_min,
    cast(1 as decimal(18, 4)) as scale_max,
    true as higher_is_better,
    cast(null as decimal(18, 4)) as positive_from,
    cast(null as decimal(18, 4)) as negative_to,
    cast(null as string) as mirrors_question_id,
    cast(null as string) as wording,
    cast(null as string) as version
  from asked_by_ticketing
),

measured as (
  -- A scale with an end at a half has half steps. One with another fraction has steps that nobody says.
  select
    *,
    case
      when scale_min = floor(scale_min) and scale_max = floor(scale_max)
        then cast(scale_max - scale_min + 1 as bigint)
      when scale_min * 2 = floor(scale_min * 2) and scale_max * 2 = floor(scale_max * 2)
        then cast((scale_max - scale_min) * 2 + 1 as bigint)
    end as scale_size,
    cast(
      case when scale_min = floor(scale_min) and scale_max = floor(scale_max) then 1.0 else 0.5 end
      * case when higher_is_better then 1 else -1 end as decimal(18, 4)
    ) as step
  from questions
),

-- From the worst answer a step leads to a better one. No answer is positive and negative: a cut that the source sets
-- pushes back the one that follows from the size; of two that it sets, the positive one holds.
sized as (
  select
    *,
    case when higher_is_better then scale_min else scale_max end as worst,
    coalesce(positive_from, cast(
      case when higher_is_better then scale_max else scale_min end
      - step * ({{ positive_answers('scale_size') }} - 1) as decimal(18, 4)
    )) as positive_wanted,
    coalesce(negative_to, cast(
      case when higher_is_better then scale_min else scale_max end
      + step * ({{ negative_answers('scale_size') }} - 1) as decimal(18, 4)
    )) as negative_wanted
  from measured
),

cut as (
  select
    *,
    case
      when positive_from is null and negative_to is not null and (positive_wanted - negative_to) * step <= 0
        then cast(negative_to + step as decimal(18, 4))
      else positive_wanted
    end as positive_cut
  from sized
)

select
  {{ surrogate_key(["'survey question'", 'origin', 'source', 'question_id']) }} as survey_question_key,
  origin, source, question_id, survey_id, metric, scope, scale_min, scale_max, higher_is_better, positive_from,
  negative_to, mirrors_question_id, wording, version, scale_size, positive_cut,
  case
    when negative_wanted is null or positive_cut is null or (positive_cut - negative_wanted) * step > 0
      then negative_wanted
    when (positive_cut - worst) * step > 0 then cast(positive_cut - step as decimal(18, 4))
  end as negative_cut,
  -- Recommendation is asked on 0-10; 1-10 has the same classes, and any other scale has none.
  -- A share needs a positive cut; csat and ces have a mean without one.
  case
    when metric in ('nps', 'enps') then scale_max = 10 and scale_min in (0, 1)
    when metric in ('complaint_csat', 'repurchase_intent', 'fcr_stated', 'engagement', 'mystery_visit')
      then positive_from is not null or {{ positive_answers('scale_size') }} is not null
    else true
  end as is_readable,
  case
    when metric in ('nps', 'enps') and scale_max = 10 and scale_min in (0, 1)
      then cast(cast(scale_min as bigint) as string) || '-10'
  end as nps_scale,
  -- The first generation asks how much effort it was, the second how easy: they are two instruments.
  case when metric = 'ces' then case when higher_is_better then '2.0' else '1.0' end end as generation,
  coalesce(metric in ('enps', 'engagement', 'mirror_own', 'mirror_predicted'), false) as is_of_employees
from cut

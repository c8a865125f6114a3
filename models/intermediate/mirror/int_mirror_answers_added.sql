-- noqa: disable=LT02
-- A mirror question and what it mirrors are compared where both have one scale and direction; positive is what is
-- positive of the customers' question. Of a team, too, the other side is all customers: it was asked about them.
with mirrors as (
  select
    asked.survey_question_key as mirror_question_key,
    asked.metric as mirror_kind,
    mirrored.survey_question_key as mirrored_question_key,
    mirrored.survey_id as survey,
    cast(mirrored.scale_max - mirrored.scale_min as double) as scale_width,
    mirrored.higher_is_better,
    mirrored.positive_cut
  from {{ ref('int_survey_questions_scaled') }} as asked
  inner join {{ ref('int_survey_questions_scaled') }} as mirrored
    on
      mirrored.origin = 'survey'
      and asked.source = mirrored.source
      and asked.mirrors_question_id = mirrored.question_id
      and asked.scale_min = mirrored.scale_min
      and asked.scale_max = mirrored.scale_max
      and asked.higher_is_better = mirrored.higher_is_better
  where asked.metric in ('mirror_predicted', 'mirror_own')
),

-- The team is that of the employee who answered.
placed as (
  {%- for side, question in [('employee', 'mirror_question_key'), ('customer', 'mirrored_question_key')] %}
  {%- for dimension in ['total', 'team'] if dimension == 'total' or side == 'employee' %}
  {{ 'union all' if not (side == 'employee' and loop.first) }}
  select
    mirrors.*,
    '{{ side }}' as side,
    '{{ dimension }}' as dimension,
    {{ "coalesce(staff.team, 'unknown')" if dimension == 'team' else "'total'" }} as dimension_value,
    {{ reporting_date('judged.answered_at') }} as answered_on,
    judged.turned_score,
    case
      when mirrors.higher_is_better and judged.score >= mirrors.positive_cut then 1
      when not mirrors.higher_is_better and judged.score <= mirrors.positive_cut then 1
      else 0
    end as positive
  from mirrors
  inner join {{ ref('int_survey_answers_judged') }} as judged on mirrors.{{ question }} = judged.survey_question_key
  {%- if dimension == 'team' %}
  left join {{ ref('int_survey_staff_placed') }} as staff
    on staff.event_kind = 'employee' and judged.survey_answer_key = staff.event_key
  {%- endif %}
  where judged.set_aside_reason is null and judged.respondent_kind = '{{ side }}'
  {%- endfor %}
  {%- endfor %}
),

variants as (
  select 'mean' as variant
  union all
  select 'top_box' as variant
)

select
  placed.mirror_question_key, placed.mirror_kind, placed.mirrored_question_key, placed.survey, placed.scale_width,
  placed.side, periods.period_kind, periods.period_start, periods.is_partial, placed.dimension, placed.dimension_value,
  variants.variant,
  count(*) as n,
  sum(case variants.variant when 'mean' then placed.turned_score else placed.positive end) as total,
  sum(case variants.variant
    when 'mean' then cast(placed.turned_score as decimal(19, 4)) * cast(placed.turned_score as decimal(18, 4))
    else placed.positive
  end) as squares,
  min(case variants.variant when 'mean' then placed.turned_score else placed.positive end)
  < max(case variants.variant when 'mean' then placed.turned_score else placed.positive end) as is_divided
from placed
inner join {{ ref('int_periods_listed') }} as periods on placed.answered_on = periods.date_on
cross join variants
where periods.period_kind = 'quarter'
group by
  placed.mirror_question_key, placed.mirror_kind, placed.mirrored_question_key, placed.survey, placed.scale_width,
  placed.side, periods.period_kind, periods.period_start, periods.is_partial, placed.dimension, placed.dimension_value,
  variants.variant

-- noqa: disable=LT02
{{ config(schema='kpis') }}

{% set cuts = ['channel', 'topic', 'team', 'agent', 'segment', 'product', 'brand', 'survey', 'wave', 'language'] %}
{% set labels = ['negative', 'neutral', 'positive'] %}
{% set key = 'dimension, dimension_value, period_kind, period_start, is_partial' %}
with corrections as (
  select * from {{ source('enrichment', 'sentiment_corrections') }}
),

-- Every text that a model judged, confident or not: the confusion matrices are of such guesses.
texts as (
  select
    texts.written_on, texts.guessed_label, texts.has_taught, texts.language, answers.channel, answers.topic,
    answers.team, answers.agent, answers.segment, answers.product, answers.brand, answers.survey, answers.wave
  from {{ ref('fct_text_sentiments') }} as texts
  inner join {{ ref('fct_survey_answers') }} as answers on texts.text_key = answers.survey_answer_key
  where
    texts.is_counted and texts.guessed_label is not null
    and texts.language in (select corrections.language from corrections)
),

cut as (
  select written_on, language, has_taught, guessed_label, 'total' as dimension, 'total' as dimension_value from texts
  {%- for dimension in cuts %}
  union all
  select
    written_on, language, has_taught, guessed_label, '{{ dimension }}' as dimension, {{ dimension }} as dimension_value
  from texts
  {%- endfor %}
),

days as (
  select dimension, dimension_value, language, has_taught, written_on, guessed_label as guess, count(*) as n
  from cut
  group by dimension, dimension_value, language, has_taught, written_on, guessed_label
),

-- A part of a group: texts of one language, and all of those that taught its model or none of them.
parts as (
  select
    days.dimension, days.dimension_value, periods.period_kind, periods.period_start, periods.is_partial,
    days.language, days.has_taught,
    {%- for label in labels %}
    cast(sum(case days.guess when '{{ label }}' then days.n else 0 end) as double) / sum(days.n) as {{ label }},
    {%- endfor %}
    sum(days.n) as n
  from days
  inner join {{ ref('int_periods_listed') }} as periods on days.written_on = periods.date_on
  where periods.period_kind in ('month', 'quarter', 'year', 'all')
  group by
    days.dimension, days.dimension_value, periods.period_kind, periods.period_start, periods.is_partial,
    days.language, days.has_taught
),

-- A label may have less than nothing here: cut in every part, the noise of small parts would go one way only.
labelled as (
  select
    parts.*,
    case
      corrections.label when 'negative' then parts.negative when 'neutral' then parts.neutral else parts.positive
    end as guessed,
    corrections.guess_weight, corrections.row_variance,
    coalesce(corrections.of_negative, 0.0) * parts.negative + coalesce(corrections.of_neutral, 0.0) * parts.neutral
    + coalesce(corrections.of_positive, 0.0) * parts.positive as true_share
  from parts
  inner join corrections on parts.language = corrections.language and parts.has_taught = corrections.has_taught
),

-- Sums of decimals: those of doubles would depend on their order.
corrected as (
  select
    {{ key }}, language, has_taught, n,
    sum(cast(guessed as decimal(38, 18))) as guessed,
    cast(sum(cast(guess_weight * guessed as decimal(38, 18))) as double) as net,
    cast(sum(cast(guess_weight * (n * guessed + 0.5) as decimal(38, 18))) as double) as widened,
    cast(sum(cast(guess_weight * guess_weight * (n * guessed + 0.5) as decimal(38, 18))) as double) as squares,
    n + 0.5 * count(*) as widened_n,
    cast(sum(cast(true_share * true_share * row_variance as decimal(38, 18))) as double) as row_variance
  from labelled
  group by {{ key }}, language, has_taught, n
),

-- What is known of the parts is independent. Half a text more of each label: of a few texts of one label nobody knows
-- that there is no other.
added as (
  select
    {{ key }},
    sum(n) as n,
    min(case when guessed > 0.999999 then 1 else 0 end) as is_known,
    sum(cast(n * net as decimal(38, 18))) as net,
    sum(cast(
      n * (cast(squares as double) / widened_n - widened * (cast(widened as double) / (widened_n * widened_n)))
      + n * n * row_variance
      as decimal(38, 18)
    )) as squared_error
  from corrected
  group by {{ key }}
),

-- The sum is cut once. The interval is that of many texts: of fewer than the least sample there is n, and no figure.
estimates as (
  select
    {{ key }}, n, 0 as n_immature,
    case when is_shown then 100.0 * middle end as measured,
    case when is_shown then 100.0 * greatest(middle - half_width, -1.0) end as interval_low,
    case when is_shown then 100.0 * least(middle + half_width, 1.0) end as interval_high
  from (
    select
      added.*,
      added.is_known = 1 and added.n >= samples.minimum_n as is_shown,
      greatest(least(cast(added.net as double) / added.n, 1.0), -1.0) as middle,
      1.959964 * cast(sqrt(greatest(added.squared_error, 0)) as double) / added.n as half_width
    from added
    inner join {{ ref('kpi_minimum_samples') }} as samples on samples.kpi_id = 'nes'
  ) as shown
)

{{ measured_kpi('nes', 'corrected', 'estimates', cuts, is_partial='is_partial', has_interval=true) }}

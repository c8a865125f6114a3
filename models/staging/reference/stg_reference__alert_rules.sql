-- The company's rules, each of which says when it begins; a shipped one of the same name holds until then, so that no
-- past changes.
with company as (
  select
    lower(trim(alert_rule)) as rule_name,
    cast(nullif(trim(valid_from), '') as date) as begins_on,
    cast(nullif(trim(valid_to), '') as date) as ends_on,
    *
  from {{ source('reference', 'alert_rules') }}
),

begun as (
  select
    rule_name,
    min(begins_on) as begins_on
  from company
  group by rule_name
),

shipped as (
  select
    lower(trim(alert_rule)) as rule_name,
    cast(nullif(trim(valid_from), '') as date) as begins_on,
    cast(nullif(trim(valid_to), '') as date) as ends_on,
    *
  from {{ ref('alert_rules') }}
),

laid_over as (
  select rule_name, metric, threshold, scale, keyword, segment, severity, begins_on, ends_on
  from company
  union all
  select
    shipped.rule_name,
    shipped.metric,
    shipped.threshold,
    shipped.scale,
    shipped.keyword,
    shipped.segment,
    shipped.severity,
    shipped.begins_on,
    case
      when coalesce(shipped.ends_on <= begun.begins_on, begun.begins_on is null) then shipped.ends_on
      else begun.begins_on
    end as ends_on
  from shipped
  left join begun on shipped.rule_name = begun.rule_name
),

-- A scale is written from its worst answer to its best one: `5 to 1` where low is good.
read as (
  select
    *,
    lower(trim(threshold)) = 'negative' as is_negative_class,
    case
      when lower(trim(threshold)) != 'negative' then cast(nullif(trim(threshold), '') as decimal(18, 4))
    end as number_given,
    cast(nullif(trim(split_part(lower(scale), ' to ', 1)), '') as decimal(18, 4)) as worst,
    cast(nullif(trim(split_part(lower(scale), ' to ', 2)), '') as decimal(18, 4)) as best
  from laid_over
)

select
  rule_name as alert_rule,
  lower(trim(metric)) as metric,
  coalesce(is_negative_class, false) as is_negative_class,
  case when worst > best then worst + best - number_given else number_given end as turned_threshold,
  least(worst, best) as scale_min,
  greatest(worst, best) as scale_max,
  worst < best as is_higher_better,
  lower(nullif(trim(keyword), '')) as keyword,
  trim({{ plain_words('keyword') }}) as keyword_words,
  lower(nullif(trim(segment), '')) as segment,
  case lower(trim(severity)) when 'high' then 1 when 'low' then 3 else 2 end as severity_rank,
  begins_on as valid_from,
  ends_on as valid_to
from read

-- The company's rules; a shipped one of the same name holds until the company's own begins, so that no past changes.
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
    min(begins_on) as begins_on,
    max(case when begins_on is null then 1 else 0 end) = 1 as is_for_ever
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
  select rule_name, metric, threshold, keyword, segment, severity, begins_on, ends_on
  from company
  union all
  select
    shipped.rule_name,
    shipped.metric,
    shipped.threshold,
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
  where not coalesce(begun.is_for_ever, false)
)

select
  rule_name as alert_rule,
  lower(trim(metric)) as metric,
  cast(nullif(trim(threshold), '') as decimal(18, 4)) as threshold,
  lower(nullif(trim(keyword), '')) as keyword,
  trim({{ plain_words('keyword') }}) as keyword_words,
  lower(nullif(trim(segment), '')) as segment,
  case lower(trim(severity)) when 'high' then 1 when 'low' then 3 else 2 end as severity_rank,
  begins_on as valid_from,
  ends_on as valid_to
from laid_over

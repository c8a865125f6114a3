-- The company's rules, and the shipped ones of which it has none of the same name.
with company as (
  select lower(trim(alert_rule)) as rule_name, * from {{ source('reference', 'alert_rules') }}
),

shipped as (
  select lower(trim(alert_rule)) as rule_name, * from {{ ref('alert_rules') }}
),

laid_over as (
  select * from company
  union all
  select shipped.*
  from shipped
  left join company on shipped.rule_name = company.rule_name
  where company.rule_name is null
)

select
  rule_name as alert_rule,
  lower(trim(metric)) as metric,
  cast(nullif(trim(threshold), '') as decimal(18, 4)) as threshold,
  lower(nullif(trim(keyword), '')) as keyword,
  lower(nullif(trim(segment), '')) as segment,
  cast(nullif(trim(valid_from), '') as date) as valid_from,
  cast(nullif(trim(valid_to), '') as date) as valid_to
from laid_over

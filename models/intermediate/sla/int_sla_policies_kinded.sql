-- A metric that the policy does not have may be frozen on a ticket all the same; it is of the kind of the others.
with policies as (
  select source, policy_id, metric, coalesce(nullif(kind, 'unknown'), 'formal') as kind
  from {{ ref('stg_ticketing__sla_policies') }}
),

metrics as (
  select 'first_reply' as metric
  {%- for metric in ['next_reply', 'requester_wait', 'agent_work', 'resolution'] %}
  union all
  select '{{ metric }}' as metric
  {%- endfor %}
)

-- Of the two words, formal is the first.
select
  policies.source,
  policies.policy_id,
  metrics.metric,
  coalesce(min(case when policies.metric = metrics.metric then policies.kind end), min(policies.kind)) as kind
from policies
cross join metrics
group by policies.source, policies.policy_id, metrics.metric

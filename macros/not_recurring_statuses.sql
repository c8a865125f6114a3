{#
  Statuses of a subscription in which its days give no recurring revenue (KPI catalogue, section 4), as an SQL list.
  `canceled` is none of them: what was paid for runs to its end, or to the day on which the subscription ended.
#}
{% macro not_recurring_statuses() %}
  {{- return("('trialing', 'unpaid', 'paused', 'incomplete', 'incomplete_expired')") -}}
{% endmacro %}

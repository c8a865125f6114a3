{# Statuses of a subscription in which its days give no recurring revenue (KPI catalogue, section 4), as an SQL list. #}
{% macro not_recurring_statuses() %}
  {{- return("('trialing', 'unpaid', 'paused', 'incomplete', 'incomplete_expired', 'canceled')") -}}
{% endmacro %}

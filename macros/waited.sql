{# In which band of waits each of `answers` is: a wait is one that the customer had had when they answered. #}
{% macro waited(answers) -%}
{%- set bounds = var('driver_wait_bounds_minutes') -%}
{%- for driver, ended_at, minutes in [
  ('first_reply_wait', 'first_reply_at', 'first_reply_calendar_minutes'),
  ('resolution_wait', 'first_resolved_at', 'first_resolution_calendar_minutes'),
] %}
  {{- '\n  union all\n  ' if not loop.first }}
  {{- 'select' }}
    {{ answers }}.survey_answer_key,
    '{{ driver }}' as driver,
    case
      {%- for bound in bounds %}
      when tickets.{{ minutes }} < {{ bound }} then '{{ loop.index }}: under {{ bound }} minutes'
      {%- endfor %}
      else '{{ bounds | length + 1 }}: from {{ bounds[-1] }} minutes'
    end as driver_value
  from {{ answers }}
  inner join {{ ref('fct_tickets') }} as tickets on {{ answers }}.ticket_key = tickets.ticket_key
  where tickets.{{ ended_at }} <= {{ answers }}.answered_at
{%- endfor %}
{%- endmacro %}

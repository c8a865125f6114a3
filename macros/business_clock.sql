{#
  The business clock: macros over int_schedule_steps_counted and int_ticket_clocks_shifted.

  Example: the business time from a ticket's creation to each row's sent_at:
    select messages.*, {{ business_clock('messages.sent_at') }} as business_microseconds
    from messages
    {{ business_clock_joins('messages', 'messages.sent_at') }}
  Between two instants of one ticket it is the difference; NULL where no calendar is known. Instants before the ticket's
  creation have none: clamp them first.
#}

{# Microseconds since the ticket's creation during which its schedule was open, at `instant`; after business_clock_joins. #}
{% macro business_clock(instant, prefix='') -%}
{{ prefix }}clocks.clock_shift + {{ business_total(prefix ~ 'steps', instant) }}
{%- endmacro %}

{#
  Joins one row of the ticket's clock and one step of its schedule to each row of `relation` (source, ticket_id).
  prefix: tells the joins of several instants of one row apart.
#}
{% macro business_clock_joins(relation, instant, prefix='') -%}
left join {{ ref('int_ticket_clocks_shifted') }} as {{ prefix }}clocks
  on
    {{ relation }}.source = {{ prefix }}clocks.source
    and {{ relation }}.ticket_id = {{ prefix }}clocks.ticket_id
    and {{ instant }} >= {{ prefix }}clocks.starts_at
    and {{ instant }} < {{ prefix }}clocks.ends_at
left join {{ ref('int_schedule_steps_counted') }} as {{ prefix }}steps
  on
    {{ business_step(prefix ~ 'steps', prefix ~ 'clocks', instant) }}
{%- endmacro %}

{# Join condition: the step of a schedule in which an instant lies. #}
{% macro business_step(steps, relation, instant) -%}
{{ relation }}.source = {{ steps }}.source
    and {{ relation }}.schedule_id = {{ steps }}.schedule_id
    and cast({{ instant }} as date) = {{ steps }}.date_on
    and {{ instant }} >= {{ steps }}.starts_at
    and {{ instant }} < {{ steps }}.ends_at
{%- endmacro %}

{# A schedule's running total at an instant, in microseconds. #}
{% macro business_total(steps, instant) -%}
{{ steps }}.microseconds_before
  + case when {{ steps }}.is_open then {{ microseconds_between(steps ~ '.starts_at', instant) }} else 0 end
{%- endmacro %}

{# Microseconds (a difference of two business clocks) -> minutes, decimal(18,4), of whole seconds like minutes_between. #}
{% macro minutes_of_microseconds(microseconds) %}
  {{ return(decimal_quotient("floor(cast(" ~ microseconds ~ " as double) / 1000000)", 60)) }}
{% endmacro %}

{#
  Before a run with an as_of: stops it where the first event of any accepted record is later, since nothing had
  happened yet. The sentence after REFUSED is for the person who gave the as_of (orchestration/build.py).
#}
{% macro refuse_early_clock() %}
  {%- if not execute or flags.WHICH not in ('build', 'run') or not given_as_of() -%}{{ return('') }}{%- endif -%}
  {%- set first = [] -%}
  {%- for table in delivered_tables() -%}
    {%- set events = [] -%}
    {%- for name, column in table.columns.items() if column.get('event') -%}{%- do events.append(name) -%}{%- endfor -%}
    {%- if events -%}{%- do first.append(first_event_of(table, events)) -%}{%- endif -%}
  {%- endfor -%}
  {%- if not first -%}{{ return('') }}{%- endif -%}
  {%- set found = run_query(
    "select cast(first_at as string) from (select min(happened_at) as first_at from (" ~ first | join(' union all ')
    ~ ") as every_table) as earliest where first_at > cast('" ~ given_as_of() ~ "' as timestamp)"
  ) -%}
  {%- if found.rows -%}
    {%- do exceptions.raise_compiler_error('REFUSED: nothing had happened as of ' ~ given_as_of() ~ ' UTC: the first event delivered is of '
      ~ found.rows[0][0] ~ ' UTC; give a later --as-of.') -%}
  {%- endif -%}
{% endmacro %}


{# The earliest instant of each event column of a raw table, one row for each; NULL where there is none. #}
{% macro first_event_of(table, events) %}
  {%- set needed, parts = events | list, [] -%}
  {%- for name, column in table.columns.items() if column.get('required') and name not in needed -%}
    {%- do needed.append(name) -%}
  {%- endfor -%}
  {%- for name in events -%}
    {%- do parts.append(
      'select min(' ~ name ~ ') as happened_at from (' ~ typed_records(table, needed) ~ ') as typed where ' ~ is_accepted(table)
    ) -%}
  {%- endfor -%}
  {{ return(parts | join(' union all ')) }}
{% endmacro %}

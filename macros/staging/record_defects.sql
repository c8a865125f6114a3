{#
  What of the delivered records could be read but not taken as declared: one row for each record and column.
  `is_quarantined`: the record was refused (key, required value); otherwise only the field is NULL.

  Tables that never delivered are left out. Gives a statement that can be united with others.
#}
{% macro record_defects() %}
  {%- for table in delivered_tables() %}
{{ table_defects(table) }}
union all
  {%- endfor %}
  (
    select
      cast(null as string) as source, cast(null as string) as table_name, cast(null as bigint) as delivery,
      cast(null as bigint) as record, cast(null as string) as column_name, cast(null as string) as value,
      cast(null as string) as reason, cast(null as boolean) as is_quarantined
    where false
  )
{% endmacro %}


{# The declared raw tables that have been delivered at least once; with_physical: see raw_table. #}
{% macro delivered_tables(with_physical=true) %}
  {%- if not execute -%}{{ return([]) }}{%- endif -%}
  {%- set found = [] -%}
  {%- set rows = run_query("select distinct source, table_name from " ~ intake_table('deliveries') ~ " where status = 'taken' order by 1, 2") -%}
  {%- for row in rows -%}
    {%- set name = row[1] | replace('.', '__') -%}
    {%- set node = graph.sources.get('source.' ~ project_name ~ '.' ~ row[0] ~ '.' ~ name) -%}
    {%- if node -%}{%- do found.append(raw_table(row[0], name, with_physical)) -%}{%- endif -%}
  {%- endfor -%}
  {{ return(found) }}
{% endmacro %}


{% macro table_defects(table) %}
  {%- set signs, required = {}, ["''"] -%}
  {%- for name, column in table.columns.items() -%}
    {%- set sign = is_defect(table, name) -%}
    {%- if sign -%}{%- do signs.update({name: sign}) -%}{%- endif -%}
    {%- if column.get('required') -%}{%- do required.append("'" ~ name ~ "'") -%}{%- endif -%}
  {%- endfor -%}
(
  select
    '{{ table.source }}' as source, '{{ table.table }}' as table_name, _delivery as delivery, _record as record,
    column_name, value, reason,
    column_name in ({{ required | join(', ') }}) as is_quarantined
  from (
    select
      _delivery, _record, checks.column_name, {{ '_nested,' if table.has_nested }}
      case checks.column_name
        {%- for name in signs %} when '{{ name }}' then cast(given_{{ name }} as string){% endfor %} end as value,
      case checks.column_name
        {%- for name in signs %} when '{{ name }}' then {{ defect_reason(table, name) }}{% endfor %} end as reason
    from (
{{ typed_for_defects(table, signs) }}
    ) as typed
    cross join (values {% for name in signs %}('{{ name }}'){{ ', ' if not loop.last }}{% endfor %}) as checks (column_name)
  ) as every_check
  where reason is not null
)
{% endmacro %}


{# The records with at least one defect: each column that can have one as given and as typed. signs: see is_defect. #}
{% macro typed_for_defects(table, signs) %}
    select *
    from (
      select
        _delivery, _record, _arrived_at {{- ', _nested' if table.has_nested }}
        {%- for name in signs %},
        {{ name }} as given_{{ name }},
        {{ typed(table, name) }} as typed_{{ name }}
        {%- endfor %}
      from (
{{ given_records(table, signs) }}
      ) as given
    ) as every_record
    where
      {{ signs.values() | join('\n      or ') }}
{% endmacro %}


{# Over records as given and as typed: the record has a defect in this column; none where nothing can be wrong with it. #}
{% macro is_defect(table, name) %}
  {%- set column = table.columns[name] -%}
  {%- set signs = [] -%}
  {%- if column.get('required') -%}{%- do signs.append('given_' ~ name ~ ' is null') -%}{%- endif -%}
  {%- if name in table.physical and not is_always_typed(table, name) -%}
    {%- do signs.append('given_' ~ name ~ ' is not null and typed_' ~ name ~ ' is null') -%}
  {%- endif -%}
  {%- if is_dated(table, name) -%}
    {%- do signs.append('typed_' ~ name ~ " > _arrived_at + interval '" ~ var('event_tolerance_minutes') ~ "' minute") -%}
    {%- do signs.append('typed_' ~ name ~ ' < ' ~ earliest_event()) -%}
  {%- endif -%}
  {{ return(signs | join(' or ')) }}
{% endmacro %}


{% macro defect_reason(table, name) %}
  {%- set column = table.columns[name] -%}
  {%- set type = 'json' if column.get('json') == 'array' else column.type -%}
  {%- set words = {'string': 'text', 'json': 'json', 'bigint': 'integer', 'timestamp': 'timestamp', 'date': 'date', 'boolean': 'boolean'} -%}
  {%- set branches = [] -%}
  {%- if column.get('required') -%}
    {%- do branches.append("when given_" ~ name ~ " is null then '" ~ ('missing_key' if column.get('key') else 'missing_value') ~ "'") -%}
  {%- endif -%}
  {%- set is_bad = 'given_' ~ name ~ ' is not null and typed_' ~ name ~ ' is null' -%}
  {%- if may_be_nested(table, name) -%}
    {%- do branches.append('when ' ~ is_bad ~ ' and ' ~ is_nested(table, name) ~ " then 'nested_value'") -%}
  {%- endif -%}
  {%- do branches.append('when ' ~ is_bad ~ " then 'bad_" ~ words.get(type, 'decimal') ~ "'") -%}
  {%- if is_dated(table, name) -%}
    {%- do branches.append("when typed_" ~ name ~ " > _arrived_at + interval '" ~ var('event_tolerance_minutes') ~ "' minute then 'future_event'") -%}
    {%- do branches.append("when typed_" ~ name ~ " < " ~ earliest_event() ~ " then 'before_1970'") -%}
  {%- endif -%}
  {{ return('case ' ~ branches | join(' ') ~ ' end') }}
{% endmacro %}

-- description: No column of the release bears the name of one that the input contract marks personal.
-- remedy: >
--   A personal column would be published. Drop it from the model, or put a key in its place; the part names the
--   schema.
-- min_rows: 1
with published as (
  select
    schema_name,
    column_name in (
      'full_name', 'email', 'phone', 'subject', 'body', 'caller_id', 'verbatim', 'summary'
    )
    or (
      regexp_matches(column_name, '(^|_)name$')
      and regexp_matches(table_name, 'customer|agent|employee|requester|contact|person')
    ) as is_personal
  from duckdb_columns()
  where database_name = current_database() and schema_name in ('conformed', 'marts')
)

select
  'conformed' as part,
  count(*) as evaluated_rows,
  count(*) filter (where is_personal) as failed_rows
from published
where schema_name = 'conformed'
union all
select
  'marts' as part,
  count(*) as evaluated_rows,
  count(*) filter (where is_personal) as failed_rows
from published
where schema_name = 'marts'

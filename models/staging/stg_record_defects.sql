with typed_defects as (
  {{ record_defects() }}
),

unreadable as (
  select
    source,
    table_name,
    delivery,
    record,
    "column" as column_name,
    value,
    reason,
    true as is_quarantined
  from {{ source('intake', 'unreadable_records') }}
)

select * from unreadable
union all
select * from typed_defects

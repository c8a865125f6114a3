with typed_defects as (
  {{ record_defects() }}
),

unreadable as (
  select
    records.source,
    records.table_name,
    records.delivery,
    records.record,
    records.column as column_name,
    records.value,
    records.reason,
    true as is_quarantined
  from {{ source('intake', 'unreadable_records') }} as records
)

select * from unreadable
union all
select * from typed_defects

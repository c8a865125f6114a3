-- description: Each record that intake refused to read is listed in quarantine, and no other.
-- remedy: >
--   Quarantine and ledger disagree on a delivery; compare its line in raw/ledger with raw/quarantine of the
--   same scan, and repair intake.
-- min_rows: 1
with listed as (
  select delivery, count(distinct record) as records
  from raw.unreadable_records
  group by delivery
)

select
  'raw.unreadable_records' as part,
  count(*) as evaluated_rows,
  count(*) filter (where deliveries.quarantined_records <> coalesce(listed.records, 0)) as failed_rows
from raw.deliveries as deliveries
left join listed on listed.delivery = deliveries.delivery
where deliveries.status = 'taken'

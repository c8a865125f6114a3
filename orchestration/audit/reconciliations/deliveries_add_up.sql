-- description: In each delivery taken, physical records = accepted + quarantined + blank.
-- remedy: >
--   Records were lost or counted twice on the way from the inbox to the raw store. Do not publish; compare
--   the delivery's line in raw/ledger with its file, and repair intake.
-- min_rows: 1
select
  'raw.deliveries' as part,
  count(*) as evaluated_rows,
  count(*) filter (
    where (physical_records = accepted_records + quarantined_records + blank_records) is not true
  ) as failed_rows
from raw.deliveries
where status = 'taken'

-- description: Of each delivery, the raw store gives as many records as the ledger says were accepted.
-- remedy: >
--   A raw file or the ledger is not what the intake wrote. Compare staging.stg_delivered_records with accepted_records
--   of raw.deliveries, by delivery; restore that raw_path and that scan's file of raw/ledger from a backup.
-- min_rows: 1
select
  'stg_delivered_records' as part,
  count(*) as evaluated_rows,
  count(*) filter (where counted.records <> deliveries.accepted_records) as failed_rows
from staging.stg_delivered_records as counted
inner join raw.deliveries as deliveries on deliveries.delivery = counted.delivery

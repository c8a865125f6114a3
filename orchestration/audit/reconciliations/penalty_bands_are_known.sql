-- description: Every contract with service credits has a fee, a band that is listed, and a known account.
-- remedy: >
--   What such a contract owes cannot be said, and the sum lacks it (a warning). List its band in
--   reference/penalty_bands.csv, or deliver its account, its fee or value, and the rate of its currency.
-- severity: warn
-- min_rows_from: marts.sla_penalties
select
  'sla_penalties' as part,
  count(*) as evaluated_rows,
  count(*) filter (where penalty_amount is null) as failed_rows
from marts.sla_penalties

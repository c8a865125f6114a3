select
  ticket_id,
  ['billing', 'login', 'delivery', 'vip', 'mobile', 'weekend', 'beta'][1 + floor(dice(number, 'tag ' || place) * 7)::int] as tag,
  created_at at time zone 'UTC' as _fivetran_synced,
  false as _fivetran_deleted
from plan
cross join (values (1, 1.0), (2, 0.4)) as places (place, share)
where dice(number, 'has tag ' || place) < share
group by all
order by ticket_id, tag

with minutes as (
  {{ laid_over('standard_handling_times', keys=['channel'], mapped='minutes') }}
)

select
  channel,
  cast(greatest(cast(minutes as decimal(18, 4)), 0) as decimal(18, 4)) as minutes
from minutes

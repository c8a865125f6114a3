with customers as (
  {{ records('stripe', 'customer') }}
)

select
  id as customer_id,
  nullif({{ json_text('metadata', 'account_id') }}, '') as account_id,
  email,
  name,
  upper(address_country) as country,
  upper(currency) as currency,
  not livemode as is_test,
  created as created_at,
  _updated_at,
  _is_deleted,
  _arrived_at,
  _delivery,
  _record
from customers

{{ staged_entity('billing', 'exchange_rates') }}

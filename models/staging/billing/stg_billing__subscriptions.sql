{{ staged_entity('billing', 'subscriptions') }}

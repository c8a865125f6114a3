{{ staged_entity('billing', 'subscription_changes') }}

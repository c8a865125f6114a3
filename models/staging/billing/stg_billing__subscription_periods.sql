{{ staged_entity('billing', 'subscription_periods') }}

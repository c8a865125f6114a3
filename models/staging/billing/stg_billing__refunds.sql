{{ staged_entity('billing', 'refunds') }}

{{ staged_entity('billing', 'payments') }}

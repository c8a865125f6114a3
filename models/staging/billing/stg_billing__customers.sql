{{ staged_entity('billing', 'customers') }}

{{ staged_entity('billing', 'products') }}

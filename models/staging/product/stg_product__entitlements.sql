{{ staged_entity('product', 'entitlements') }}

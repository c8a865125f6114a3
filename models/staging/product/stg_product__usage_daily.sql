{{ staged_entity('product', 'usage_daily') }}

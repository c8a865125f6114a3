{{ staged_entity('commerce', 'orders') }}

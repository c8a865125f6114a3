{{ staged_entity('commerce', 'order_returns') }}

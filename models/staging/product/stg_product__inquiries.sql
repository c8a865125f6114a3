{{ staged_entity('product', 'inquiries') }}

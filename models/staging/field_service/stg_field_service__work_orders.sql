{{ staged_entity('field_service', 'work_orders') }}

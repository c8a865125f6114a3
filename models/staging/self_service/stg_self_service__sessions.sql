{{ staged_entity('self_service', 'sessions') }}

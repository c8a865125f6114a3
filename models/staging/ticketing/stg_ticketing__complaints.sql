{{ staged_entity('ticketing', 'complaints') }}

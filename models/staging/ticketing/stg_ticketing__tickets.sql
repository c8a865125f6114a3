{{ staged_entity('ticketing', 'tickets') }}

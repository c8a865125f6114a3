{{ staged_entity('ticketing', 'organizations') }}

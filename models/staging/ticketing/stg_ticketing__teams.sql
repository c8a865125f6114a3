{{ staged_entity('ticketing', 'teams') }}

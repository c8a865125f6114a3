{{ staged_entity('ticketing', 'agents') }}

{{ staged_entity('ticketing', 'requesters') }}

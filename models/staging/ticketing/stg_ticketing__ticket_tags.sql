{{ staged_entity('ticketing', 'ticket_tags') }}

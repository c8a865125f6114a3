{{ staged_entity('ticketing', 'ticket_messages') }}

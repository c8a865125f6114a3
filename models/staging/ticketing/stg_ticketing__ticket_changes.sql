{{ staged_entity('ticketing', 'ticket_changes') }}

{{ staged_entity('ticketing', 'ticket_slas') }}

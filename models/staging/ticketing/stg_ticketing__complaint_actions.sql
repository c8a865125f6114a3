{{ staged_entity('ticketing', 'complaint_actions') }}

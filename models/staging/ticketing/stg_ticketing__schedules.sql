{{ staged_entity('ticketing', 'schedules') }}

{{ staged_entity('ticketing', 'schedule_holidays') }}

{{ staged_entity('ticketing', 'work_logs') }}

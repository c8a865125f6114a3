{{ staged_schedules() }}
